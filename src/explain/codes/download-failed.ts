import type { OtherFault } from "../explanation.ts";

export const downloadFailed: OtherFault = {
  meaning: "Something could not be had from the network, after five attempts where trying again could help.",
  why: "No way to the internet, a proxy that is not set, a mirror that lacks the release, or a version that was never published. What had arrived already is kept: the next run goes on from there.",
  remedy:
    "Behind a proxy set `https_proxy` and `http_proxy` (`http://HOST:PORT`), and `no_proxy` for what is near. With a mirror of your own: `--mirror k3s=URL`. A company's own certificate authority is named in `NODE_EXTRA_CA_CERTS`.",
};
