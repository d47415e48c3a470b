import { expect, test } from "vitest";
import { stringify } from "yaml";
import { languageSchema } from "../../../src/schema/json-schema.ts";
import { keysBelow, nested } from "../../support/language-keys.ts";
import { clusterOf, controlPlane, head, rancher, worker } from "../support/front-end.ts";

const base = `${head}nodes:\n${rancher}${controlPlane}${worker}`;
const withDefault = keysBelow(languageSchema()).filter(({ schema }) => "default" in schema);

test.each(withDefault)(
  "a profile that writes out the default of $path is the same cluster",
  async ({ path, schema }) => {
    const below = { "base.yaml": base };
    const silent = await clusterOf("include: [base.yaml]\n", below);
    const written = stringify({ ...(nested(path, schema.default) as object), include: ["base.yaml"] });
    const files = path === "include" ? {} : below;
    const said = await clusterOf(path === "include" ? `include: []\n${base}` : written, files);
    expect(JSON.stringify(said)).toBe(JSON.stringify(silent));
  },
);

test("these keys have one", () => {
  expect(withDefault.map(({ path }) => path)).toMatchInlineSnapshot(`
    [
      "include",
      "os.image",
      "os.timezone",
      "os.locale",
      "os.upgrade",
      "os.packages",
      "network.nameservers",
      "network.search",
      "network.interface",
      "network.ntp",
      "access.user",
      "access.ssh_authorized_keys",
      "access.passwordless_sudo",
      "hardening",
      "firewall",
      "firewall_open",
      "k3s.version",
      "k3s.config",
      "k3s.download.mirror",
      "k3s.taint_control_plane",
      "k3s.disable",
      "k3s.tls_san",
      "k3s.manifests",
      "rancher.version",
      "rancher.image",
      "edge_pulse.enabled",
      "edge_pulse.zram_percent",
      "edge_pulse.swap.size",
      "edge_pulse.swap.device",
      "edge_pulse.api.listen",
      "edge_pulse.api.port",
      "edge_pulse.sd_protection",
    ]
  `);
});
