// Files as somebody chooses them in a browser, from the golden ones.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TYPES: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  webp: "image/webp",
  mp4: "video/mp4",
};

export function golden(name: string): File {
  const path = fileURLToPath(new URL(`../../golden/files/${name}`, import.meta.url));
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "";
  return new File([readFileSync(path)], name, { type });
}
