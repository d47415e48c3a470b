import { fault } from "../../model/fault.ts";
import { isKnown, type Rule, spanOf } from "../rule.ts";

/** Accounts and groups that Debian, Ubuntu and what edgegen installs have already: useradd would refuse, and nobody could log in. */
const reserved = new Set(
  [
    "_apt adm audio backup bin cdrom crontab daemon dialout dip disk docker fax floppy games gnats gpio i2c input irc kmem kvm list lp",
    "lxd mail man messagebus netdev news nobody nogroup operator plugdev polkitd proxy render root sasl sgx shadow spi src ssh sshd staff",
    "statd sudo sync sys syslog systemd-journal systemd-network systemd-resolve systemd-timesync tape tcpdump tss tty users utmp uucp",
    "uuidd video voice www-data",
  ].flatMap((line) => line.split(" ")),
);

export const userReserved: Rule = (cluster) => {
  const { user } = cluster.access;
  if (!reserved.has(user) || !isKnown(cluster, ["access", "user"])) return [];
  const message =
    user === "root"
      ? "the user cannot be root"
      : `the user cannot be ${user}: the system has an account or a group of that name`;
  const root = "logging in as root is switched off; choose another name, which may use sudo";
  const notes = [user === "root" ? root : "choose another name"];
  return [fault("user-reserved", message, { span: spanOf(cluster, "access", "user"), notes })];
};
