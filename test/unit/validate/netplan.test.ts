import { expect, test } from "vitest";
import { shape } from "../support/shape.ts";

const card = (text: string) => `network: {version: 2, ethernets: {eth0: {${text}}}}\n`;
const line = "`network: {subnet: 10.20.0.0/24, gateway: 10.20.0.1, nameservers: [10.20.0.1]}`";
const dns = "nameservers: {addresses: [10.20.0.1]}";

test.each([
  ["a default route", `addresses: [10.20.0.5/24], routes: [{to: default, via: 10.20.0.1}], ${dns}`],
  ["the older key", `addresses: [10.20.0.5/24], gateway4: 10.20.0.1, ${dns}`],
])("what netplan says with %s is told as a profile has it, in a profile and alone", (_title, text) => {
  const notes = (whole: string) => shape(whole).diagnostics.flatMap((each) => each.notes.map(({ message }) => message));
  expect(notes(`version: 1\nnodes: []\n${card(text)}`)).toContain(`write ${line}`);
  expect(notes(card(text))).toContain(`in a profile this is ${line}`);
});

test.each(["dhcp4: true", "addresses: [10.20.0.5/24]", "addresses: [fd00::5/64], gateway4: 10.20.0.1"])(
  "where that does not say enough, nothing is made up: %j",
  (text) => {
    const notes = shape(card(text)).diagnostics.flatMap((each) => each.notes.map(({ message }) => message));
    expect(notes.filter((each) => each.includes("subnet: 1"))).toEqual([]);
  },
);
