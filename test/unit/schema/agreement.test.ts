import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { languageSchema, profileJsonSchema } from "../../../src/schema/json-schema.ts";
import { keysBelow } from "../../support/language-keys.ts";
import { read } from "../support/front-end.ts";
import { shape } from "../support/shape.ts";

type Plain = Readonly<Record<string, unknown>>;

const network = { subnet: "10.1.40.0/24", gateway: "10.1.40.1" };

interface Difference {
  readonly why: string;
  readonly is: (fault: Diagnostic) => boolean;
  /** Laid over a profile that is right. */
  readonly sample: Plain;
}

/** Shapes that edgegen refuses and JSON Schema has no words for. What else is a matter of shape, an editor refuses too. */
const beyondJsonSchema: readonly Difference[] = [
  {
    why: "board and memory may come from any layer",
    is: ({ code, message }) => code === "missing-key" && /board|memory/.test(message),
    sample: { nodes: [{ name: "dcn1", role: "control-plane", address: "10.1.40.22" }] },
  },
  {
    why: "control characters, line breaks, half characters, and far too much text",
    is: ({ message }) => / (?:has|with) (?:a|the|more) .* in it$/.test(message),
    sample: { k3s: { version: "v1.34.8\n+k3s1" } },
  },
  {
    why: "a name of 32 bytes, not characters",
    is: ({ message }) => message.includes("is not the name of a Wi-Fi network"),
    sample: { network: { ...network, wifi: { ssid: "😀".repeat(9), country: "IN" } } },
  },
  {
    why: "a URL with a port or a number that is none",
    is: ({ message }) => message.includes("is not the URL of"),
    sample: { rancher: { server_url: "https://dcn0:70000" } },
  },
  {
    why: "a reference to a secret, within what is passed on",
    is: ({ message }) => /^secret of .* is not/.test(message),
    sample: { k3s: { registries: { configs: { host: { auth: { password: { secret: "No Name" } } } } } } },
  },
  {
    why: "a key that JavaScript keeps for itself",
    is: ({ message }) => message === "unknown key",
    sample: { k3s: { registries: { mirrors: JSON.parse('{"__proto__": {}}') } } },
  },
];

/** The other way round there is one difference: a text or a number that is still missing counts as not written, and an editor says so. */
const isNothingYet = (data: unknown) => data === null;

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
const accepts = ajv.compile(JSON.parse(profileJsonSchema()));
const refusals = (profile: unknown) => {
  accepts(profile);
  return accepts.errors ?? [];
};

const whole = {
  version: 1,
  network,
  nodes: [
    { name: "dcn1", role: "control-plane", board: "pi-4b", memory: "4GiB", address: "10.1.40.22" },
    { name: "dcn2", role: "worker", board: "pi-4b", memory: "4GiB", address: "10.1.40.23" },
    { name: "dcn0", role: "rancher", board: "pi-4b", memory: "8GiB", address: "10.1.40.21" },
  ],
};

type Step = string | number;

/** A copy in which something else stands at a path; undefined takes it away. What is in the way becomes a map. */
function withValue(base: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(base)) return base.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  const map: Record<string, unknown> = typeof base === "object" && base !== null ? { ...(base as Plain) } : {};
  const inner = withValue(map[step], rest, value);
  if (inner === undefined) delete map[step];
  else map[step] = inner;
  return map;
}

const keys = keysBelow(languageSchema()).filter(({ path }) => !path.startsWith("include"));
const stepsOf = (path: string): readonly Step[] =>
  path.split(".").flatMap((key): readonly Step[] => (key === "nodes" && path !== "nodes" ? ["nodes", 1] : [key]));

/** A character more, fewer or another: what is nearly right tells most. */
const slips = (text: string) =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.constantFrom(0, 1),
      fc.constantFrom("", "0", "a", "Z", "-", ".", "/", ":", " ", "é", "{", "+", "\n"),
    )
    .map(([at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone));

const texts = [...new Set(keys.flatMap(({ schema }) => textsIn([schema.examples, schema.default, schema.enum])))];

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const odd = [
  "",
  "::1",
  "a.local",
  "https://a:70000",
  "https://x.local",
  "00:00:00:00:00:00",
  "yes",
  "1e400GiB",
  "\u0000",
  "😀".repeat(9),
  "__proto__",
];
const aText = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...texts).chain(slips),
  fc.constantFrom(...odd),
  fc.string(),
);
const aScalar = fc.oneof(
  aText,
  fc.integer({ min: -2, max: 70_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const aValue = fc.oneof(
  { weight: 4, arbitrary: aScalar },
  fc.array(aScalar, { maxLength: 3 }),
  fc.dictionary(aText, aScalar, { maxKeys: 2 }),
  fc.constant(undefined),
);

/** One key of the language with a value: half of the time one of its own examples, or nearly. */
const change = fc.constantFrom(...keys).chain(({ path, schema }) => {
  const examples = [...(schema.examples ?? []), ...(schema.enum ?? [])];
  const own = fc
    .constantFrom(...examples)
    .chain((value) => (typeof value === "string" ? fc.oneof(fc.constant(value), slips(value)) : fc.constant(value)));
  return fc.oneof(own, aValue).map((value) => ({ steps: stepsOf(path), value }));
});

const profiles = fc
  .array(change, { minLength: 1, maxLength: 3 })
  .map((changes) => changes.reduce<unknown>((profile, { steps, value }) => withValue(profile, steps, value), whole));

const isError = ({ severity }: Diagnostic) => severity === "error";
const run = { seed: 1, numRuns: 500 };

test("what edgegen takes, an editor takes", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const { diagnostics } = await read(JSON.stringify(profile));
      if (diagnostics.some(isError)) return;
      taken += 1;
      expect(refusals(profile).filter(({ data }) => !isNothingYet(data))).toEqual([]);
    }),
    run,
  );
  expect(taken).toBeGreaterThan(run.numRuns / 10);
});

test("a shape that edgegen refuses, an editor refuses, but for a few that JSON Schema has no words for", () => {
  let refused = 0;
  fc.assert(
    fc.property(profiles, (profile) => {
      const faults = shape(JSON.stringify(profile)).diagnostics.filter(isError);
      if (faults.every((fault) => beyondJsonSchema.some(({ is }) => is(fault)))) return;
      refused += 1;
      expect({ faults, refusals: refusals(profile).length }).not.toMatchObject({ refusals: 0 });
    }),
    run,
  );
  expect(refused).toBeGreaterThan(run.numRuns / 10);
});

test.each(beyondJsonSchema)("only edgegen sees: $why", ({ is, sample }) => {
  const profile = { ...whole, ...sample };
  expect(shape(JSON.stringify(profile)).diagnostics.filter(is)).not.toEqual([]);
  expect(refusals(profile)).toEqual([]);
});

test.each([
  ["an empty section", { ...whole, os: null, k3s: { disable: null, registries: null }, defaults: null }],
  ["a file that leaves the rest to another one", { include: ["site.yaml"], network: { ntp: ["10.1.40.1"] } }],
  ["a file that is there to be included", { include: [], os: { timezone: "UTC" } }],
])("an editor finds nothing wrong with %s", (_, profile) => {
  expect(refusals(profile)).toEqual([]);
});

test("an editor misses what must be there, when there is no other file", () => {
  const messages = refusals({ version: 1, network: { gateway: "10.1.40.1", wifi: {} } }).map(({ message }) => message);
  for (const key of ["nodes", "subnet", "ssid", "country"]) {
    expect(messages).toContain(`must have required property '${key}'`);
  }
});
