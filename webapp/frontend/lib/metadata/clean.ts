// Photos and films lose their metadata before they are sealed: file → here → sealFile → server.
// For people without scripts webapp/metadata does the same in the server's memory.
import { cleanBmff } from "./bmff.ts";
import { cleanJpeg } from "./jpeg.ts";
import { type Kind, kindOf, LOOK } from "./kind.ts";
import { cleanPng } from "./png.ts";
import { type Cleaned, type Source, whole } from "./source.ts";
import { cleanWebp } from "./webp.ts";

type Clean = (source: Source) => Promise<Cleaned>;
const inMemory =
  (clean: (data: Uint8Array) => Cleaned): Clean =>
  async (source) =>
    clean(await whole(source));

const CLEANERS: { readonly [kind in Kind]?: Clean } = {
  jpeg: inMemory(cleanJpeg),
  png: inMemory(cleanPng),
  webp: inMemory(cleanWebp),
  heic: cleanBmff,
  avif: cleanBmff,
  mp4: cleanBmff,
  mov: cleanBmff,
};

/**
 * What the file is and, of the kinds that we clean, its pieces. Throws Uncleanable if it is of
 * such a kind and cannot be cleaned.
 */
export async function withoutMetadata(
  source: Source,
): Promise<{ kind: Kind; cleaned: Cleaned | undefined }> {
  const kind = kindOf(await source.read(0, LOOK));
  return { kind, cleaned: await CLEANERS[kind]?.(source) };
}
