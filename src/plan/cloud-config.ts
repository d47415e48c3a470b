import { images } from "../model/images.ts";
import type { PartInput } from "./part.ts";

/**
 * What cloud-init itself does: the small and certain things. Keys are limited to what the schema of cloud-init 25.1 knows; no
 * `packages`, no `apt`, no `rpi`, no `enable_ssh`: each of them reboots, needs the network, or is silently ignored on one of the images.
 * `users` has no `default` entry: the image's own account (pi, ubuntu) is not made.
 */
export function cloudConfig({ cluster, node }: PartInput, authorizedKeys: readonly string[]): Record<string, unknown> {
  const { user, passwordlessSudo } = cluster.access;
  return {
    hostname: node.name,
    manage_etc_hosts: true,
    timezone: node.os.timezone,
    locale: node.os.locale,
    ssh_pwauth: cluster.hardening === "off",
    disable_root: true,
    // sshd's key comes with the card. cloud-init makes others besides, three unless told; the Pi's image has none made, which a card
    // cannot say. None must be shown as the one to expect.
    ...(node.os.image === "raspios-trixie" ? {} : { ssh_genkeytypes: ["ed25519"] }),
    no_ssh_fingerprints: true,
    ssh: { emit_keys_to_console: false },
    users: [
      {
        name: user,
        gecos: `edgegen ${cluster.name}`,
        groups: images[node.os.image].adminGroups,
        shell: "/bin/bash",
        lock_passwd: true,
        // null, not absent: an entry of the image's default user would lend its rule (raspberrypi/rpi-imager#1678).
        sudo: passwordlessSudo ? "ALL=(ALL) NOPASSWD:ALL" : null,
        ssh_authorized_keys: authorizedKeys,
      },
    ],
  };
}
