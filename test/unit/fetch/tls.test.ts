import "reflect-metadata";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { PemConverter, X509CertificateGenerator } from "@peculiar/x509";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeWeb } from "../../../src/fetch/node-web.ts";
import { getText } from "../../../src/fetch/text.ts";

const signal = new AbortController().signal;
const trying = { web: nodeWeb("0"), signal, tell: () => undefined };

let secure: Server;
let proxy: Server;
const seen: string[] = [];
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(async () => {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const cert = await X509CertificateGenerator.createSelfSigned({ name: "CN=127.0.0.1", keys });
  const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  secure = createTlsServer({ key, cert: cert.toString("pem") }, (request, response) => response.end(request.url));
  proxy = createHttpServer().on("connect", (request, socket) => {
    seen.push(request.url ?? "");
    const tunnel = connect(portOf(secure), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      tunnel.pipe(socket).pipe(tunnel);
    });
  });
  await Promise.all([secure, proxy].map(listening));
});

afterAll(() => {
  for (const server of [secure, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

/** With these variables, and as it was afterwards. */
async function within<T>(variables: Readonly<Record<string, string>>, action: () => Promise<T>): Promise<T> {
  const kept = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await action();
  } finally {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

test("a certificate that nobody vouches for is refused, and said what to do", async () => {
  const asked = getText(trying, `https://127.0.0.1:${portOf(secure)}/k3s`);
  await expect(asked).rejects.toThrow(
    /the certificate of 127\.0\.0\.1:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  );
  await expect(asked).rejects.toMatchObject({ lasting: true });
});

test("https goes through a proxy by CONNECT, and TLS is with the server behind it", async () => {
  const https_proxy = `http://127.0.0.1:${portOf(proxy)}`;
  await within({ https_proxy }, async () => {
    await expect(getText(trying, "https://releases.invalid/k3s")).rejects.toThrow(
      /the certificate of releases\.invalid \(through the proxy 127\.0\.0\.1:\d+\) is not trusted/,
    );
    const careless = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { text } = await within(careless, () => getText(trying, "https://releases.invalid/k3s"));
    expect(text).toBe("/k3s");
  });
  expect(seen).toEqual(["releases.invalid:443", "releases.invalid:443"]);
});

test("a proxy that is not there is named", async () => {
  await within({ https_proxy: "http://joe:opensesame@127.0.0.1:1" }, async () => {
    await expect(
      getText({ ...trying, web: { ...trying.web, pause: async () => undefined } }, "https://releases.invalid/k3s"),
    ).rejects.toThrow("releases.invalid (through the proxy 127.0.0.1:1): the connection was refused");
  });
});
