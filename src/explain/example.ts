/** The profile that the examples are a part of, key by key. */
export const base = {
  version: "version: 1\n",
  network: "network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\n",
  nodes: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
} as const;

/** An example as a whole profile: a key at its top stands in place of that of the base. Text, so that it may be no YAML at all. */
export function wholeProfile(example: string): string {
  const missing = Object.entries(base).filter(([key]) => !new RegExp(`^${key}:`, "m").test(example));
  return missing.map(([, text]) => text).join("") + example;
}
