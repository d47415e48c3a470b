import { expect, test } from "vitest";
import { askForPort, forwardedPort, greet, pressPower, rebootedItself } from "../../../src/boot/qmp.ts";
import type { Process } from "../../../src/host/processes.ts";

/** A QEMU that has printed this, and keeps what it is told. */
function qemu(out = ""): Process & { readonly heard: readonly string[] } {
  const heard: string[] = [];
  return {
    heard,
    write: (text) => void heard.push(text),
    printed: () => ({ out, err: "" }),
    running: () => true,
    ended: Promise.resolve(0),
    kill: () => undefined,
  };
}

test("each command is one line of JSON", () => {
  const told = qemu();
  greet(told);
  askForPort(told);
  expect(told.heard).toEqual([
    '{"execute":"qmp_capabilities"}\n',
    '{"execute":"human-monitor-command","arguments":{"command-line":"info usernet"}}\n',
  ]);
});

test("power goes off by the button", () => {
  const virt = qemu();
  pressPower(virt);
  expect(virt.heard).toEqual(['{"execute":"system_powerdown"}\n']);
});

const shutdown = (reason: string) =>
  `{"return": {}}\n{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "${reason}"}}\n`;

test("a guest that rebooted is told from one that went off", () => {
  expect(rebootedItself(qemu(shutdown("guest-reset")))).toBe(true);
  expect(rebootedItself(qemu(shutdown("guest-shutdown")))).toBe(false);
  expect(rebootedItself(qemu())).toBe(false);
});

test("the port of the guest's sshd is read from what QEMU forwards, not from a connection", () => {
  const line = (state: string, port: number) =>
    `  TCP[${state}]  13       127.0.0.1 ${port}     10.1.40.22    22     0     0\\r\\n`;
  const answer = (...lines: readonly string[]) =>
    `{"QMP": {}}\n{"return": {}}\n{"return": "Hub -1 (lan):\\r\\n  Protocol[State]    FD  Source Address  Port\\r\\n${lines.join("")}"}\n`;
  expect(forwardedPort(qemu(answer(line("ESTABLISHED", 51000), line("HOST_FORWARD", 40123))))).toBe(40123);
  expect(forwardedPort(qemu(answer(line("ESTABLISHED", 51000))))).toBeUndefined();
  expect(forwardedPort(qemu())).toBeUndefined();
});
