import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { Variant } from "../testbed/root.ts";
import { type Card, cards, filesNamed, layOut, type NodeFile } from "./cards.ts";
import { distinct, type Exhibit, faults, judgeInRoot, oracle } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-units-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The units of one card, with everything else that is on it: what they start must be there. */
interface Units extends Exhibit {
  readonly files: readonly Pick<NodeFile, "path" | "mode" | "text">[];
  readonly variant: Variant;
}

/** Programs and units that steps of the first boot install before anything starts them. */
const installedLater = [
  { path: "/usr/local/bin/k3s", mode: 0o755, text: "#!/bin/sh\n" },
  { path: "/usr/bin/docker", mode: 0o755, text: "#!/bin/sh\n" },
  { path: "/usr/lib/systemd/system/docker.service", mode: 0o644, text: "[Service]\nExecStart=/usr/bin/docker\n" },
];

const unitPath =
  /^\/etc\/systemd\/system\/([^/]+\.(?:service|timer|socket|mount|path|target|slice|swap))(?:\.d\/[^/]+\.conf)?$/;

/** What a step puts in its place later lies below this folder. */
const staged = /^\/usr\/local\/lib\/edgegen\/edge-pulse(?=\/etc\/)/;

const unitsOf = ({ at, files: written, variant }: Card): Units => {
  const files = written.map((file) => ({ ...file, path: file.path.replace(staged, "") }));
  const units = files.filter(({ path }) => unitPath.test(path));
  return { at, files, variant, text: [variant, ...units.map(({ path, text }) => `${path}\n${text}`)].join("\n") };
};

/**
 * As at the second boot: the card's units are enabled, and so is cloud-init's target (its generator does that, which only runs in a
 * real boot). Then the whole start-up is put together: an ordering cycle shows there, though every unit by itself is fine.
 */
const verifyBoot = `
for unit; do
  ! grep -qs '^.Install.$' "$unit" || systemctl --quiet enable "$(basename "$unit")" || exit
done
mkdir -p /run/systemd/system/multi-user.target.wants
ln -s /usr/lib/systemd/system/cloud-init.target /run/systemd/system/multi-user.target.wants/
exec systemd-analyze verify --man=no default.target "$@"`;

/** One start of systemd-analyze for each card whose units differ. It must say nothing at all. */
async function verify(sets: readonly Units[]): Promise<string[]> {
  const outcomes = await judgeInRoot(sets, ({ files, variant, at }) => ({
    argv: ["sh", "-c", verifyBoot, "sh", ...unitNames(files)],
    variant,
    tree: layOut([...installedLater, ...files], join(work, at.replaceAll(/[^\w.-]/g, "_"))),
  }));
  return faults(sets, outcomes, ({ status, output }) => status === 0 && output === "");
}

/** Full paths, so that the complaints name them; of a drop-in, the unit that it changes. */
function unitNames(files: Units["files"]): readonly string[] {
  const names = files.flatMap(({ path }) => unitPath.exec(path)?.[1] ?? []);
  const own = new Set(files.map(({ path }) => path));
  return [...new Set(names)].map((name) => {
    const path = `/etc/systemd/system/${name}`;
    return own.has(path) ? path : name;
  });
}

oracle("systemd has nothing to say about any unit of any card", ["root"], async () => {
  const sets = cards().map(unitsOf);
  expect(sets.filter(({ files }) => unitNames(files).length === 0).map(({ at }) => `${at}: no units`)).toEqual([]);
  expect(await verify(distinct("units", sets))).toEqual([]);
});

/** 2.5 of 10 is the most that it may be exposed, by systemd's own reckoning. */
oracle("the diagnostics API is shut in", ["root"], async () => {
  const services = filesNamed(/edge-pulse-api\.service$/).map(({ at, text }) => ({ at, text }));
  const exposed = (list: readonly Exhibit[]) =>
    judgeInRoot(list, ({ text }) => ({
      argv: [
        "sh",
        "-c",
        "cat >/etc/systemd/system/api.service; systemd-analyze security --offline=true --threshold=25 --no-pager api.service",
      ],
      stdin: text,
    }));
  const list = distinct("services of the API", services);
  expect(faults(list, await exposed(list))).toEqual([]);
  const [open] = await exposed([{ at: "open", text: "[Service]\nExecStart=/usr/bin/python3\n" }]);
  expect(open?.status).not.toBe(0);
});

const sample = (at: string, text: string, path = "/etc/systemd/system/sample.service"): Units => ({
  at,
  files: [{ path, mode: 0o644, text }],
  variant: "ubuntu",
  text,
});

oracle(
  "systemd is seen to refuse a missing program, an unknown setting, a bad time, a cycle and nonsense in a drop-in",
  ["root"],
  async () => {
    const good = "[Service]\nExecStart=/usr/local/bin/k3s agent\n";
    expect(await verify([sample("good", good)])).toEqual([]);
    const found = await verify([
      sample("program", good.replace("k3s", "k4s")),
      sample("setting", `${good}RestartSecs=5\n`),
      sample("time", "[Timer]\nOnCalendar=everyday\nUnit=ssh.service\n", "/etc/systemd/system/sample.timer"),
      sample("cycle", `[Unit]\nAfter=cloud-final.service\n${good}[Install]\nWantedBy=multi-user.target\n`),
      sample("drop-in", "[Service]\nRestart=perhaps\n", "/etc/systemd/system/ssh.service.d/10-edgegen.conf"),
    ]);
    expect(found).toEqual([
      expect.stringMatching(/^program: .*k4s/s),
      expect.stringMatching(/^setting: .*RestartSecs/s),
      expect.stringMatching(/^time: .*everyday/s),
      expect.stringMatching(/^cycle: .*ordering cycle/s),
      expect.stringMatching(/^drop-in: .*perhaps/s),
    ]);
  },
);
