import { afterEach, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

async function run(...args: string[]) {
  const io = testIo();
  return { code: await cli(args, io), ...io.printed };
}

test("help and version are no errors, and go to stdout", async () => {
  expect(await run("--version")).toEqual({ code: 0, out: "0.0.0\n", err: "" });
  const help = await run("--help");
  expect(help.code).toBe(0);
  for (const verb of ["validate", "plan", "build", "secrets", "kubeconfig"]) expect(help.out).toContain(verb);
});

test.each([["validate"], ["plan"], ["build"], ["kubeconfig"], ["secrets", "set"], ["secrets", "encrypt"]])(
  "help of %s %s shows an example",
  async (...verb) => {
    expect((await run(...verb, "--help")).out).toContain("Example:\n  edgegen ");
  },
);

test("a misspelt verb or flag, a missing profile and no verb are wrong usage, with what would be right", async () => {
  const verb = await run("biuld");
  expect(verb.code).toBe(2);
  expect(verb.err).toContain("Did you mean build?");
  const flag = await run("build", "--profil", "x");
  expect(flag.code).toBe(2);
  expect(flag.err).toContain("Did you mean --profile?");
  expect((await run("build")).code).toBe(2);
  expect((await run()).code).toBe(2);
  expect((await run("build", "--profile", "x", "--format", "xml")).code).toBe(2);
});

test("a profile that is not there is the machine's fault, and the message says where it was looked for", async () => {
  const { code, err } = await run("validate", "--profile", "no-such-profile");
  expect(code).toBe(3);
  expect(err).toContain("profiles/no-such-profile.yaml");
});

test("every fault of a profile is shown in one run, in the order of the file", async () => {
  place = workplace(
    lab()
      .replace("cluster: lab", "clustr: lab")
      .replace("gateway: 10.1.40.1", "gateway: 10.9.9.9")
      .replace("10.1.40.23", "10.1.40.22")
      .replace("role: rancher, board: pi-4b, memory: 8GiB", "role: rancher, board: pi-4b, memory: 2GiB"),
  );
  const { code, err, out } = await place.run(["validate", "--format", "line"]);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err.split("\n").map((line) => /error\[(.*?)\]/.exec(line)?.[1])).toEqual([
    "unknown-key",
    "gateway-outside-subnet",
    "rancher-memory",
    "duplicate-address",
    undefined,
  ]);
});

test("plan shows what each card will be without making a bundle", async () => {
  place = workplace(lab(), false);
  const { code, out } = await place.run(["plan", "--json"]);
  expect(code).toBe(0);
  const { nodes } = JSON.parse(out);
  expect(nodes).toHaveLength(3);
  expect(nodes[1]).toMatchObject({
    name: "dcn1",
    role: "control-plane",
    address: "10.1.40.22",
    memory: { total: 4096 },
  });
  expect((await place.run(["plan"])).out).toContain("open ports");
});

test("an exception is reported as a bug of edgegen, with its stack", async () => {
  place = workplace();
  const { code, err } = await place.run(["build"], {
    templates: async () => {
      throw new TypeError("oops");
    },
  });
  expect(code).toBe(70);
  expect(err).toContain("This is a bug in edgegen");
  expect(err).toContain("oops");
});
