import * as z from "zod";

const range = "\\{[0-9]{1,9}\\.\\.[0-9]{1,9}\\}";
const octet = `(?:[0-9]|${range})+`;

/**
 * Whether a name or an address is right shows when its range is written out, and is said then. These patterns are for editors: what
 * they refuse cannot become right by it.
 */
const hinted = (pattern: string) => z.string().meta({ pattern });

export const clusterName = () => hinted("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$");
export const nodeName = () => hinted(`^(?!-)(?!.*-$)(?:[a-z0-9-]|${range})+$`);
export const nodeAddress = () => hinted(`^(?:${octet}(?:\\.${octet}){3}|[0-9]+(?:\\.[0-9]+){3}\\+)$`);
