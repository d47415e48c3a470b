import type { ProfileFault } from "../explanation.ts";

export const sshKeyMalformed: ProfileFault = {
  meaning:
    "An entry of `access.ssh_authorized_keys` is no public key in OpenSSH's form, or a line of the file that it names: a private key, a fingerprint, a key in another program's form, one that was cut when it was copied, or one that is too weak (RSA below 2048 bits, DSA).",
  why: "sshd passes over a line that it cannot read without a word, and login by password is off: the node would be one that nobody can log in to. A private key on a card, on the other hand, is one that everybody has who finds the card.",
  wrong: `access:
  ssh_authorized_keys:
    - SHA256:tPv9wB1bEEkBd0H0o3zKWJXxDSjIydIZ5RjXk4WZb8Q edge@laptop (ED25519)
`,
  right: `access:
  ssh_authorized_keys:
    - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIrytMKvfphN5wFy+557s7J6ZAge0RzpxiCIjW/mas8b edge@laptop
`,
};
