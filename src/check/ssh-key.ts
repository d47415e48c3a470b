interface KeyFault {
  readonly message: string;
  readonly note: string;
  /** What to write in its place. */
  readonly instead?: string;
}

const wanted = "expected: a line as in id_ed25519.pub: ssh-ed25519 AAAA... comment";

/** What is wrong with a line of authorized_keys; the message never holds the line itself, which may be a private key. */
export function sshKeyFault(line: string): KeyFault | undefined {
  const mistaken = mistakenFor(line);
  if (mistaken) return mistaken;
  const [type = "", base64 = "", ...comment] = line.split(/ +/);
  const shape = shapes.get(type);
  if (shape === undefined) return unknownType(type);
  if (/[^\P{C}]/u.test(comment.join(" ")))
    return { message: "the comment of this key has a control character", note: wanted };
  const fields = decode(base64);
  if (fields === undefined && decode(base64 + (comment[0] ?? "")) !== undefined) return wrapped;
  if (fields === undefined)
    return { message: "this key is cut off or changed: its base64 part does not decode", note: wanted };
  const inside = ascii(fields[0]);
  if (inside !== type) return { message: `this key says ${type}, but inside it is another type`, note: wanted };
  return shape(fields);
}

/** Things that people paste instead. */
function mistakenFor(line: string): KeyFault | undefined {
  if (/PRIVATE KEY|^PuTTY-User-Key-File/.test(line)) {
    return {
      message: "this is a private key",
      note: "it must never leave its computer: take the file that ends in .pub, and make a new pair if this one was shown to anybody",
    };
  }
  if (/^(?:\d+ )?(?:SHA256|MD5):/.test(line)) {
    return {
      message: "this is the fingerprint of a key, not the key",
      note: "the key stands in the file that ends in .pub",
    };
  }
  if (line.includes("BEGIN SSH2 PUBLIC KEY")) {
    return {
      message: "this is a key in the form of RFC 4716, as PuTTYgen saves it",
      note: "`ssh-keygen -i -f FILE` prints it as OpenSSH has it",
    };
  }
  if (line.includes("\n")) return severalLines(line);
  if (/^[~./]|\.pub$/.test(line)) {
    const path = /^[\w~./-]{1,200}$/.test(line) ? line.replace(/(?:\.pub)?$/, ".pub") : undefined;
    const note = "a file is named by `{file: ~/.ssh/id_ed25519.pub}`";
    return { message: "this is a path, not a key", note, ...(path && { instead: `{file: ${path}}` }) };
  }
  return line === "" ? { message: "there is no key here", note: wanted } : undefined;
}

/** Folded over two lines, a text gets a space where the line ended. */
const wrapped: KeyFault = {
  message: "a key is one line",
  note: "this one is wrapped: join its lines, without a space",
};

function severalLines(text: string): KeyFault {
  const isList = text.split("\n").filter((line) => shapes.has(line.split(" ")[0] ?? "")).length > 1;
  return isList ? { ...wrapped, note: "write every key as an item of its own" } : wrapped;
}

function unknownType(type: string): KeyFault {
  if (type === "ssh-dss")
    return { message: "OpenSSH no longer knows ssh-dss keys", note: "make another pair: `ssh-keygen -t ed25519`" };
  if (/-cert-v\d\d@openssh\.com$/.test(type)) return { message: "this is a certificate, not a key", note: wanted };
  const inside = ascii(decode(type)?.[0]);
  if (shapes.has(inside)) return { message: "this key has lost its type", note: `write before it: ${inside}` };
  return { message: "this is not a public key in OpenSSH's form", note: wanted };
}

type Fields = readonly Uint8Array[];

/** What a key of each type holds: RFC 4253 section 6.6, RFC 5656, RFC 8709, and OpenSSH's PROTOCOL.u2f for those on a token. */
const shapes: ReadonlyMap<string, (fields: Fields) => KeyFault | undefined> = new Map([
  ["ssh-ed25519", (fields) => lengths(fields, [undefined, 32])],
  ["ssh-rsa", rsa],
  ["ecdsa-sha2-nistp256", (fields) => curve(fields, "nistp256", 65, 3)],
  ["ecdsa-sha2-nistp384", (fields) => curve(fields, "nistp384", 97, 3)],
  ["ecdsa-sha2-nistp521", (fields) => curve(fields, "nistp521", 133, 3)],
  ["sk-ssh-ed25519@openssh.com", (fields) => lengths(fields, [undefined, 32, undefined])],
  ["sk-ecdsa-sha2-nistp256@openssh.com", (fields) => curve(fields, "nistp256", 65, 4)],
]);

const damaged: KeyFault = {
  message: "this key is cut off or changed: what is in it has the wrong length",
  note: wanted,
};

function lengths(fields: Fields, expected: readonly (number | undefined)[]): KeyFault | undefined {
  const fit =
    fields.length === expected.length &&
    expected.every((length, index) => length === undefined || fields[index]?.length === length);
  return fit ? undefined : damaged;
}

function curve(fields: Fields, name: string, point: number, count: number): KeyFault | undefined {
  const fit = fields.length === count && ascii(fields[1]) === name && fields[2]?.length === point && fields[2][0] === 4;
  return fit ? undefined : damaged;
}

function rsa(fields: Fields): KeyFault | undefined {
  if (fields.length !== 3) return damaged;
  const modulus = fields[2]?.[0] === 0 ? fields[2].slice(1) : (fields[2] ?? new Uint8Array());
  const bits = modulus.length === 0 ? 0 : modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits >= 2048 && bits <= 16384) return undefined;
  return {
    message: `an RSA key of ${bits} bits`,
    note: "below 2048 bits it can be broken: take `ssh-keygen -t ed25519`",
  };
}

/** The strings of a key, each with four bytes of length before it (RFC 4251, section 5); undefined when they do not come out even. */
function decode(base64: string): Fields | undefined {
  const bytes = fromBase64(base64);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer);
  const fields: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) return undefined;
    const end = offset + 4 + view.getUint32(offset);
    if (end > bytes.length) return undefined;
    fields.push(bytes.slice(offset + 4, end));
    offset = end;
  }
  return fields;
}

function fromBase64(text: string): Uint8Array | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || text === "") return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function ascii(bytes: Uint8Array | undefined): string {
  return String.fromCharCode(...(bytes ?? []));
}
