import * as z from "zod";

/** The trust bundle as it stands in its file, nodes still one text: a line each, `<name> <node password> <host key> <public key>`. */
export type BundleFile = z.infer<typeof bundleFile>;

const pem = (label: string) =>
  z.string().regex(new RegExp(`^-----BEGIN ${label}-----\\n([A-Za-z0-9+/=]{1,70}\\n)+-----END ${label}-----\\n$`));

const certifiedKey = z.strictObject({ certificate: pem("CERTIFICATE"), key: pem("EC PRIVATE KEY") });
const secret = z.string().regex(/^[A-Za-z0-9]{12,}$/);
const registrationToken = z.string().regex(/^[a-z0-9]{54}$/);

const k3s = z.strictObject({
  server_ca: certifiedKey,
  client_ca: certifiedKey,
  request_header_ca: certifiedKey,
  etcd_server_ca: certifiedKey,
  etcd_peer_ca: certifiedKey,
  service_key: pem("RSA PRIVATE KEY"),
  server_secret: secret,
  agent_secret: secret,
});

const rancher = z.strictObject({
  ca: certifiedKey,
  certificate: certifiedKey,
  bootstrap_password: secret,
  cluster_id: z.string().regex(/^c-m-[a-z0-9]{8}$/),
  default_token: registrationToken,
  system_token: registrationToken,
});

const operatorSsh = z.strictObject({
  public_key: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]+=* \S+\n$/),
  private_key: pem("OPENSSH PRIVATE KEY"),
});

export const bundleFile = z.strictObject({
  version: z.literal(1),
  test: z.literal(true).optional(),
  cluster: z.string(),
  created: z.int().positive(),
  recipients: z.array(z.string()),
  root: certifiedKey,
  intermediate: certifiedKey,
  k3s,
  operator: certifiedKey,
  break_glass: certifiedKey,
  operator_ssh: operatorSsh.optional(),
  rancher: rancher.optional(),
  user_secrets: z.record(z.string(), z.string()),
  nodes: z.string(),
});
