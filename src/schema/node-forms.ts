import * as z from "zod";

const range = "\\{[0-9]{1,9}\\.\\.[0-9]{1,9}\\}";
const octet = `(?:[0-9]|${range})+`;

/**
 * Whether a name or an address is right shows when its range is written out, and is said then. These patterns are for editors: what
 * they refuse cannot become right by it.
 */
const hinted = (pattern: string, expected: string) =>
  z.string().meta({ pattern, patternErrorMessage: `Expected: ${expected}.` });

export const clusterName = () =>
  hinted("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", "lower-case letters, digits and hyphens");

export const nodeName = () =>
  hinted(
    `^(?!-)(?!.*-$)(?:[a-z0-9-]|${range})+$`,
    "lower-case letters, digits and hyphens, with at most one range: dcn1, dcn{2..7}",
  );

export const nodeAddress = () =>
  hinted(
    `^(?:${octet}(?:\\.${octet}){3}|[0-9]+(?:\\.[0-9]+){3}\\+)$`,
    "an IPv4 address, perhaps with a range: 10.1.40.22, 10.1.40.{23..28}, 10.0.1.1+",
  );
