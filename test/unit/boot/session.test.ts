import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Access, runAsRoot, sshArguments } from "../../../src/boot/session.ts";
import type { Outcome, RunOptions } from "../../../src/host/processes.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A laptop on which ssh ends with these codes, one after the other. */
function laptop(codes: readonly number[], change: Partial<Access> = {}) {
  const runs: { argv: readonly string[]; options: RunOptions | undefined }[] = [];
  const run = async (argv: readonly string[], options?: RunOptions): Promise<Outcome> => {
    const code = codes[runs.length];
    if (code === undefined) throw new Error("one attempt too many");
    runs.push({ argv, options });
    return { code, out: `attempt ${runs.length}`, err: "" };
  };
  const never = () => {
    throw new Error("nothing else is asked of the laptop");
  };
  const access: Access = {
    processes: { run, has: never, start: never },
    enter: [],
    host: "127.0.0.1",
    port: 40123,
    name: "dcn1",
    user: "admin",
    knownHosts: "out/lab.boot/dcn1/known_hosts",
    identity: "out/lab.boot/dcn1/id_ed25519",
    ...change,
  };
  return { access, runs };
}

const toTheEnd = async <T>(work: Promise<T>): Promise<T> => {
  await vi.runAllTimersAsync();
  return work;
};

test("ssh takes nothing from the user's configuration, asks nothing, and trusts one host key only", () => {
  expect(sshArguments(laptop([]).access)).toMatchInlineSnapshot(`
    [
      "ssh",
      "-F",
      "none",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=yes",
      "-o",
      "GlobalKnownHostsFile=none",
      "-o",
      "UserKnownHostsFile="out/lab.boot/dcn1/known_hosts"",
      "-o",
      "HostKeyAlias=dcn1",
      "-o",
      "ConnectTimeout=60",
      "-o",
      "ServerAliveInterval=30",
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "IdentityFile="out/lab.boot/dcn1/id_ed25519"",
      "-p",
      "40123",
      "admin@127.0.0.1",
    ]
  `);
});

test("without a key pair of the cluster's own, ssh offers the user's", () => {
  const words = sshArguments(laptop([], { identity: undefined }).access).join(" ");
  expect(words).not.toContain("Identit");
  expect(words).toContain("StrictHostKeyChecking=yes");
});

test("in another network ssh is started there", () => {
  const { access } = laptop([], { enter: ["ip", "netns", "exec", "lan"], host: "10.1.40.22", port: 22 });
  const words = sshArguments(access);
  expect(words.slice(0, 5)).toEqual(["ip", "netns", "exec", "lan", "ssh"]);
  expect(words.slice(-3)).toEqual(["-p", "22", "admin@10.1.40.22"]);
});

test("a path with spaces or a percent sign is one file, and that file", () => {
  const { access } = laptop([], { knownHosts: "my out/100%/known_hosts", identity: "a %h/key" });
  expect(sshArguments(access)).toEqual(
    expect.arrayContaining(['UserKnownHostsFile="my out/100%%/known_hosts"', 'IdentityFile="a %%h/key"']),
  );
});

const never = () => false;

test("a script goes to the node on standard input, not into the argument list", async () => {
  const { access, runs } = laptop([0]);
  expect(await runAsRoot(access, "cat /etc/shadow", never)).toEqual({ code: 0, out: "attempt 1", err: "" });
  expect(runs).toEqual([
    { argv: [...sshArguments(access), "exec sudo -n sh -s"], options: { input: "cat /etc/shadow", timeout: 3600 } },
  ]);
});

test.each([
  ["an sshd that comes late is waited for", [255, 255, 0], 0],
  ["after five attempts nobody will come", [255, 255, 255, 255, 255], 255],
  ["what the script itself ends with is the answer", [1], 1],
  ["so is a script that was killed for its time", [124], 124],
  ["so is an ssh that is not there", [127], 127],
])("%s", async (_, codes, code) => {
  const { access, runs } = laptop(codes);
  expect((await toTheEnd(runAsRoot(access, ":", never))).code).toBe(code);
  expect(runs).toHaveLength(codes.length);
});

test("a machine that is gone is not asked again", async () => {
  const { access, runs } = laptop([255, 0]);
  expect((await toTheEnd(runAsRoot(access, ":", () => true))).code).toBe(255);
  expect(runs).toHaveLength(1);
});
