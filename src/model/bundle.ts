/** A certificate with its key. `certificate` is one PEM block with a trailing newline; `key` is PEM in the form its reader wants. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/**
 * The trust of one cluster: made once, stored, never changed by a build. Everything on a card that is secret comes from here,
 * so the same profile and the same bundle give the same bytes. Formats: docs.k3s.io/cli/certificate and docs.k3s.io/cli/token.
 */
export interface Bundle {
  readonly version: 1;
  /** Marks the bundle that the repository's tests use; no card made with it is safe to power on. */
  readonly test?: true;
  readonly cluster: string;
  /** Seconds since 1970: the build epoch, the only clock that the output knows. */
  readonly created: number;
  /** age recipients of the sealed form; empty while it is stored in the clear. */
  readonly recipients: readonly string[];
  readonly root: CertifiedKey;
  readonly intermediate: CertifiedKey;
  /** Leaf CAs; certificate files on the node are leaf + intermediate + root. Keys in SEC1 form. */
  readonly k3s: {
    readonly serverCa: CertifiedKey;
    readonly clientCa: CertifiedKey;
    readonly requestHeaderCa: CertifiedKey;
    readonly etcdServerCa: CertifiedKey;
    readonly etcdPeerCa: CertifiedKey;
    /** RSA 2048 in PKCS#1 form: signs service-account tokens. */
    readonly serviceKey: string;
    readonly serverSecret: string;
    readonly agentSecret: string;
  };
  /**
   * O=edgegen:admins: what the kubeconfig carries. Revoked by deleting its ClusterRoleBinding, and the manifest that K3s would make it
   * of again at its next start: /var/lib/rancher/k3s/server/manifests/edgegen-admins.yaml.
   */
  readonly operator: CertifiedKey;
  /** O=system:masters: bypasses RBAC, for the day that the binding is gone. Never leaves the bundle by itself. */
  readonly breakGlass: CertifiedKey;
  /** Present when the profile lists no key: the laptop's key pair in OpenSSH form. */
  readonly operatorSsh: { readonly publicKey: string; readonly privateKey: string } | undefined;
  readonly rancher: RancherTrust | undefined;
  readonly nodes: ReadonlyMap<string, NodeTrust>;
  readonly userSecrets: ReadonlyMap<string, string>;
}

export interface RancherTrust {
  readonly ca: CertifiedKey;
  /** Its subject alternative names are those of rancher.server_url and the rancher node. */
  readonly certificate: CertifiedKey;
  readonly bootstrapPassword: string;
  /** `c-m-` and eight characters: the name of the management cluster object. */
  readonly clusterId: string;
  /** Two registration tokens, `[a-z0-9]{54}`: the one in the import URL, and the one that agents use afterwards. */
  readonly defaultToken: string;
  readonly systemToken: string;
}

export interface NodeTrust {
  /** /etc/rancher/node/password: 32 hex characters, without the newline. */
  readonly nodePassword: string;
  /** ed25519 seed and public key, base64 of 32 bytes each. The OpenSSH forms are derived from them. */
  readonly hostKeySeed: string;
  readonly hostKeyPublic: string;
}
