import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { statusSize, statusText } from "../../../src/plan/card-texts.ts";
import { bootTemplate, firstBootCommands, firstBootPart, stepModule } from "../../../src/plan/node/first-boot.ts";
import { stepOrder } from "../../../src/plan/steps.ts";
import { partInput } from "./part-input.ts";

const folder = new URL("../../../templates/first-boot/", import.meta.url);

test("every module that the node's code imports is on the card", () => {
  const part = firstBootPart(partInput());
  const onCard = part.files.flatMap(({ content }) => (content.kind === "template" ? [content.template] : []));
  const library = readdirSync(folder).filter((name) => name.endsWith(".py"));
  expect(library.filter((name) => !onCard.includes(`first-boot/${name}`))).toEqual([]);
});

test("every step of the order has a module of its name", () => {
  const modules = readdirSync(new URL("steps/", folder)).map((name) => name.replace(/\.py$/, ""));
  expect(stepOrder.filter((name) => !modules.includes(name))).toEqual([]);
});

test("a step's module is one object, wherever it is asked for", () => {
  const step = { name: "clock", data: {}, files: [] };
  expect(stepModule(step)).toBe(stepModule({ ...step }));
  expect(stepModule(step).path).toBe("/usr/local/lib/edgegen/steps/clock.py");
});

test("the steps that make a card safe look at every boot", () => {
  const { steps } = firstBootPart(partInput());
  expect(steps.map((step) => [step.name, step.everyBoot])).toEqual([
    ["verify", true],
    ["scrub", true],
    ["cgroup", true],
    ["scrub-caches", true],
  ]);
});

test("what verify enables are the units that are on the card", () => {
  const units = (firewall: "lan" | "off") =>
    firstBootPart(partInput({}, { firewall })).steps.find((step) => step.name === "verify")?.data["units"];
  expect(units("lan")).toEqual(["edgegen-firstboot.service", "edgegen-clock.service", "edgegen-firewall.service"]);
  expect(units("off")).toEqual(["edgegen-firstboot.service", "edgegen-clock.service"]);
});

test("runcmd starts the runner without waiting for it, after enabling it", () => {
  const commands = firstBootCommands(partInput()).map((command) => command.join(" "));
  expect(commands).toEqual([
    "systemctl enable edgegen-firstboot.service edgegen-clock.service edgegen-firewall.service",
    expect.stringMatching(
      /^sh -c systemctl kill .*systemd-timesyncd\.service .*; systemctl try-restart .*chrony\.service /,
    ),
    "systemctl start --no-block edgegen-firstboot.service",
  ]);
});

test("sshd is switched on where the image ships it off", () => {
  const { os } = partInput().node;
  const commands = firstBootCommands(partInput({ os: { ...os, image: "raspios-trixie" } }));
  expect(commands.filter((command) => command.includes("ssh.service"))).toHaveLength(2);
});

test("the runner is never ordered behind cloud-final, and never a oneshot", () => {
  const unit = readFileSync(new URL("edgegen-firstboot.service", folder), "utf8");
  const settings = unit.split("\n").filter((line) => !line.startsWith("#"));
  expect(settings).toContain("Type=exec");
  expect(settings).toContain("After=cloud-config.service network-online.target");
  expect(settings.join("\n")).not.toContain("cloud-final");
});

test("bootcmd takes the instance-id and nothing else", () => {
  const text = readFileSync(new URL(`../${bootTemplate}`, folder), "utf8");
  expect(text.match(/\{\{.*?\}\}/g)).toEqual(["{{sh instanceId}}"]);
});

test("status.txt has its size, in ASCII and with Windows line ends", () => {
  const text = statusText.kind === "text" ? statusText.text : "";
  expect(new TextEncoder().encode(text)).toHaveLength(statusSize);
  expect(text).toMatch(/^This card has never run edgegen: cloud-init did not read it\.\r\n/);
  expect(text).toMatch(/^[\x20-\x7e\r\n]*\r\n$/);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
});
