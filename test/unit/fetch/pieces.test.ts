import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { piecesOf } from "../../../src/fetch/pieces.ts";

/** What comes out before the end, and the error if there is one. */
async function read(pieces: AsyncIterable<Uint8Array>): Promise<readonly [text: string, error: unknown]> {
  let text = "";
  try {
    for await (const piece of pieces) text += Buffer.from(piece).toString();
    return [text, undefined];
  } catch (error) {
    return [text, error];
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("what came before the cut is handed on, and then the cut", async () => {
  const body = new PassThrough();
  const pieces = piecesOf(body);
  for (const word of ["one ", "two ", "three"]) body.write(word);
  await nextTurn();
  const cut = new Error("cut");
  body.destroy(cut);
  await nextTurn();
  expect(await read(pieces)).toEqual(["one two three", cut]);
});

test("a body that breaks before anybody reads is not waited for", async () => {
  const body = new PassThrough();
  const pieces = piecesOf(body);
  body.destroy(new Error("cut"));
  await nextTurn();
  expect(await read(pieces)).toEqual(["", new Error("cut")]);
  const given = new PassThrough();
  const others = piecesOf(given);
  given.destroy();
  expect(await read(others)).toEqual(["", undefined]);
});

test("whoever reads slowly is not flooded, and gets everything", async () => {
  const body = new PassThrough({ highWaterMark: 4 });
  const pieces = piecesOf(body);
  let sent = 0;
  const send = () => {
    while (sent < 1000) {
      sent += 1;
      if (!body.write("word")) return void body.once("drain", send);
    }
    body.end();
  };
  send();
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
  expect(sent).toBeLessThan(40);
  expect((await read(pieces))[0]).toHaveLength(4000);
});
