import { sha256 } from "../hash/sha256.ts";
import type { Content, Templates } from "../model/plan.ts";
import { printYaml } from "../yaml/print.ts";
import { fillTemplate } from "./template.ts";

export interface RenderedContent {
  readonly text: string;
  /** Over the UTF-8 bytes, as the node will compute it. */
  readonly sha256: string;
}

const rendered = new WeakMap<Templates, WeakMap<Content, RenderedContent>>();

/** The bytes of a planned file. Contents that many cards share are one object, so a thousand nodes render them once. */
export function renderContent(templates: Templates, content: Content): RenderedContent {
  const cache = rendered.get(templates) ?? new WeakMap<Content, RenderedContent>();
  rendered.set(templates, cache);
  const known = cache.get(content);
  if (known) return known;
  const text = textOf(templates, content);
  const result = { text, sha256: sha256(text) };
  cache.set(content, result);
  return result;
}

function textOf(templates: Templates, content: Content): string {
  switch (content.kind) {
    case "text":
      return content.text;
    case "template":
      return fillTemplate(templates, content.template, content.data);
    case "yaml":
      return printYaml(content.data);
    case "json":
      return `${JSON.stringify(content.data, undefined, 2)}\n`;
  }
}
