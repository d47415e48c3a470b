import { expect, test } from "vitest";
import { sshKeyFault } from "../../../src/check/ssh-key.ts";

/** Public keys made by ssh-keygen for this test; their private halves were thrown away. */
const keys = {
  ed25519: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII2nzI4yFabXBPJWtq0fqSGwONIUl2yHamuNzEsjJx4h made for a test",
  rsa: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCZpqkxIdHE2OI+Dap4+z+Fn74mU5S/URQ+yKXuHviP/D+zNyMTXRUcNPkjo1NH2gjEtp0y3YfBm5YAeoHViBJJCRY9ds+8SSLfWCypub/gHdHN7swGLBG0WDBmk2Jc5rgrHjr7Gr7ISuEo28OQXS70aEXoc6w+OERPk9x0jmziKfC0VlUhB9kXXbyM7UQoe20t5LvA0cI4D4flMEjm9IudO+HX+v61jrrOfvpP4M5Ma2hWDkaQWXFWabBNbbtpk7QhbfhsIfaYDyFagGIXFg5yRFaabv6mpB9wU+jXLabxKYtd3Bk4SCvMh9RTnru2lgzXVPJFyAZ6EFx4tGKncD6L made for a test",
  p256: "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEipPryleX3WQzWNgGBBw0nhDTX6U7+kqiTlSc4ASnV2whAH7MNm/Dcii3Yo9e/+tqPqDTpua32RFN09nm1GvUM= made for a test",
  p384: "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBGARcKRH46jOUvRcWY0ZQz4Q/Te90fbWq3ulwtnuKLslR9mjjyYwkffbroWNxBEva+Pu17BqYlq6qbMIxLcSlWDkhEWFizEqBKaJVc1HuMRHzjQHC8T5hKK6e56SAqw0dw== made for a test",
  p521: "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAAQ22BpMFtnSW0JS0aWHFREAzyEtmAd8XfgDaffV364ja0YHVpSYq9P05TfnwUB0N8tr4BzHm6RoMTteTMLmYBweAEFV0nSMDxWD7MeGVmRbxD/jRpyl1rykU7T2hrnckvhPI25jiIzSMuH0vfvPB+BCiiAKPm3ECdQfL6KBkoPcwwIbA== made for a test",
  shortRsa:
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCzaqYuKmICuaIH5nsLVWC0zH0TGadx882HJxU3BzNmAQLcctbUYbeHWW9EKa8YoZ5dIOCQriYJJUZmDxpsdo16Sw0iOFHOvgOVBf0a7ijj84/uVv92e21Vtp/SkhKI22BE8/Y1POqZrjRYwrlaikejTfoZCIWJBOUmUIqUniOqDQ== too short",
};

test.each(["ed25519", "rsa", "p256", "p384", "p521"] as const)("a key of type %s is one", (type) => {
  expect(sshKeyFault(keys[type])).toBeUndefined();
  expect(sshKeyFault(keys[type].split(" ").slice(0, 2).join(" "))).toBeUndefined();
});

test("a key on a token is one", () => {
  const blob = "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fAAAABHNzaDo=";
  expect(sshKeyFault(`sk-ssh-ed25519@openssh.com ${blob} token`)).toBeUndefined();
});

const [, blob = ""] = keys.ed25519.split(" ");

test.each([
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb...", "this is a private key"],
  ["PuTTY's private key", "PuTTY-User-Key-File-3: ssh-ed25519", "this is a private key"],
  [
    "a fingerprint",
    "SHA256:ayODRmUlsnIVppUJ7s52vMK3fx65LD8vsd3r3whcoNY",
    "this is the fingerprint of a key, not the key",
  ],
  [
    "what ssh-keygen -l prints",
    "256 SHA256:ayODRmUl made for a test (ED25519)",
    "this is the fingerprint of a key, not the key",
  ],
  [
    "the form of RFC 4716",
    '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "x"',
    "this is a key in the form of RFC 4716, as PuTTYgen saves it",
  ],
  ["a path", "~/.ssh/id_ed25519.pub", "this is a path, not a key"],
  ["a key without its type", blob, "this key has lost its type"],
  ["two keys", `${keys.ed25519}\n${keys.p256}`, "a key is one line"],
  ["nothing", "", "there is no key here"],
  ["a word", "hello", "this is not a public key in OpenSSH's form"],
  ["options before the key", `restrict ${keys.ed25519}`, "this is not a public key in OpenSSH's form"],
  ["a DSA key", "ssh-dss AAAA", "OpenSSH no longer knows ssh-dss keys"],
  ["a certificate", "ssh-ed25519-cert-v01@openssh.com AAAA", "this is a certificate, not a key"],
  ["half a key", `ssh-ed25519 ${blob.slice(0, 40)}`, "this key is cut off or changed: its base64 part does not decode"],
  [
    "a key with a letter too few",
    `ssh-ed25519 ${blob.slice(0, -1)}`,
    "this key is cut off or changed: its base64 part does not decode",
  ],
  ["the wrong type in front", `ssh-rsa ${blob}`, "this key says ssh-rsa, but inside it is another type"],
  ["a short RSA key", keys.shortRsa, "an RSA key of 1024 bits"],
  [
    "another point",
    `ssh-ed25519 ${btoa("\0\0\0\x0bssh-ed25519\0\0\0\x02ab")}`,
    "this key is cut off or changed: what is in it has the wrong length",
  ],
])("%s is refused", (_title, line, message) => {
  expect(sshKeyFault(line)?.message).toBe(message);
});

test("of several lines it is said whether they are several keys, or one that is wrapped", () => {
  expect(sshKeyFault(`${keys.ed25519}\n${keys.p256}`)?.note).toBe("write every key as an item of its own");
  expect(sshKeyFault(keys.rsa.replace("AAAA", "AAAA\n"))?.note).toBe(
    "this one is wrapped: join its lines, without a space",
  );
});

test("no message holds what was written", () => {
  const secret = "-----BEGIN RSA PRIVATE KEY-----MIIEpAIBAAKCAQEAtopsecret";
  expect(JSON.stringify(sshKeyFault(secret))).not.toContain("topsecret");
});

test("where a path stands the file of its public key is offered, and nothing that is none", () => {
  expect(sshKeyFault("~/.ssh/id_rsa")?.instead).toBe("{file: ~/.ssh/id_rsa.pub}");
  expect(sshKeyFault("../me.pub")?.instead).toBe("{file: ../me.pub}");
  expect(sshKeyFault("/etc/{a}.pub")?.instead).toBeUndefined();
});
