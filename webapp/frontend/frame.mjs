// The looking frame as one page: script and style stand in it, because a document of no origin can
// load neither from ours. The manifest gives the hash of each, and the server's policy allows these two.
import { createHash } from "node:crypto";

const NAME = "staff/looking.html";

const hashOf = (/** @type {Buffer} */ content) =>
  `sha256-${createHash("sha256").update(content).digest("base64")}`;

/**
 * The page, and what the manifest says of it beside its address.
 * @param {Buffer} script
 * @param {Buffer} style
 */
export function lookingFrame(script, style) {
  // Either would end its element early, and with it our page.
  for (const part of [script, style]) {
    if (/<\/(script|style)|<!--/i.test(part.toString())) throw new Error("ends its own element");
  }
  const content = Buffer.concat([
    Buffer.from(
      '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>-</title><style>',
    ),
    style,
    Buffer.from("</style></head><body><script>"),
    script,
    Buffer.from("</script></body></html>"),
  ]);
  return { name: NAME, content, more: { script: hashOf(script), style: hashOf(style) } };
}
