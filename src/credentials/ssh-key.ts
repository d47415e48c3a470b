import { sha256 } from "../hash/sha256.ts";
import type { NodeTrust } from "../model/bundle.ts";
import { fromBase64, toBase64 } from "./base64.ts";

/** An ed25519 key pair: the seed (RFC 8032's private key) and the public key, base64 of 32 bytes each. */
export interface Ed25519Key {
  readonly seed: string;
  readonly public: string;
}

const keyType = text("ssh-ed25519");

export function hostKey(node: NodeTrust): Ed25519Key {
  return { seed: node.hostKeySeed, public: node.hostKeyPublic };
}

/** The line that stands in authorized_keys and in a `.pub` file, with a trailing newline. */
export function sshPublicKey(key: Ed25519Key, comment: string): string {
  return `ssh-ed25519 ${publicBlob(key)} ${comment}\n`;
}

/** A line of known_hosts, with a trailing newline: the names and addresses under which ssh may meet the host. */
export function knownHostsLine(names: readonly string[], key: Ed25519Key): string {
  return `${names.join(",")} ssh-ed25519 ${publicBlob(key)}\n`;
}

/**
 * The private key file as OpenSSH writes it, without a passphrase (PROTOCOL.key in OpenSSH's source). The two equal check numbers
 * are random there; here they come from the public key, so that the same key is always the same file.
 */
export function sshPrivateKey(key: Ed25519Key, comment: string): string {
  const blob = fromBase64(publicBlob(key));
  const none = text("none");
  const secret = field(padded(privateSection(key, comment)));
  const file = joined(ascii("openssh-key-v1\0"), none, none, text(""), uint32(1), field(blob), secret);
  const lines = toBase64(file).match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function publicBlob(key: Ed25519Key): string {
  return toBase64(joined(keyType, field(fromBase64(key.public))));
}

function privateSection(key: Ed25519Key, comment: string): Uint8Array {
  const publicKey = fromBase64(key.public);
  const check = uint32(Number.parseInt(sha256(publicKey).slice(0, 8), 16));
  const pair = joined(fromBase64(key.seed), publicKey);
  return joined(check, check, keyType, field(publicKey), field(pair), text(comment));
}

/** Filled up with 1, 2, 3, ... to the block size of 8 that goes with the cipher `none`. */
function padded(section: Uint8Array): Uint8Array {
  const missing = (8 - (section.length % 8)) % 8;
  return joined(
    section,
    Uint8Array.from({ length: missing }, (_, index) => index + 1),
  );
}

/** RFC 4251, section 5: a length of four bytes, then the bytes. */
function field(bytes: Uint8Array): Uint8Array {
  return joined(uint32(bytes.length), bytes);
}

function text(value: string): Uint8Array {
  return field(ascii(value));
}

function ascii(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
