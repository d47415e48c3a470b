/**
 * When the table below was last compared with its sources: the kubeVersion of Rancher's chart, and rancher/rancher#51253, #53764 and
 * #55306, which name the range of Kubernetes versions of each release.
 */
export const supportTableDate = "2026-11-22";

/** Minor versions of Kubernetes 1.x that a minor version of Rancher 2.x manages, both ends included. */
export const rancherSupport: ReadonlyMap<number, { readonly from: number; readonly to: number }> = new Map([
  [12, { from: 31, to: 33 }],
  [13, { from: 32, to: 34 }],
  [14, { from: 33, to: 35 }],
  [15, { from: 34, to: 36 }],
]);

/** The first minor version of Rancher 2.x whose image can do without legacy iptables (rancher/rancher#54855). */
export const firstRancherWithNftables = 15;

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** A K3s release such as `v1.34.8+k3s1`; undefined when it is none. */
export function parseK3sVersion(text: string): Version | undefined {
  return toVersion(/^v(\d{1,3})\.(\d{1,3})\.(\d{1,3})\+k3s\d{1,3}$/.exec(text));
}

/** A Rancher release such as `v2.13.8`; undefined when it is none. */
export function parseRancherVersion(text: string): Version | undefined {
  return toVersion(/^v(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text));
}

function toVersion(match: RegExpExecArray | null): Version | undefined {
  return match ? { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) } : undefined;
}
