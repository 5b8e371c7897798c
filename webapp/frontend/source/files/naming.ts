// The name that travels with a file: sealed, and no longer than a reader must bear.
import { utf8 } from "../../lib/bytes.ts";

const MOST = 255;
const MOST_ENDING = 32;

/** As many whole characters from the beginning as fit into so many bytes. */
function beginning(text: string, most: number): string {
  let [kept, bytes] = ["", 0];
  for (const character of text) {
    bytes += utf8(character).length;
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}

/** The name in at most 255 bytes of UTF-8, its ending kept. */
export function shortName(name: string): string {
  if (utf8(name).length <= MOST) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 ? name.slice(dot) : "";
  const room = utf8(ending).length;
  if (room > MOST_ENDING) return beginning(name, MOST);
  return beginning(name.slice(0, dot > 0 ? dot : undefined), MOST - room) + ending;
}

/** A media type as the browser names it, or none where it is none. */
export const shortType = (type: string): string =>
  /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}$/.test(type) ? type : "";
