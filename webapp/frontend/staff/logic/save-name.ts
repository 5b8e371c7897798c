// File names of strangers: one form to show, one to lie on a colleague's disk.
//
// Windows' rules are Microsoft's "Naming Files, Paths, and Namespaces"; invisible and turning
// characters are Unicode's categories C, Zl and Zp, and UAX #9's controls are among those.

import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { type TrueType, UNKNOWN } from "./true-type.ts";

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;
const FORBIDDEN = /[/\\:*?"<>|]/g;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])$/i;
/** What a system opens by running it, or by showing it as a page, when somebody clicks on it. */
const RUNS = new Set(
  (
    "exe com scr pif cpl msi msp msc bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta jar jnlp lnk url" +
    " scf inf reg chm hlp gadget application appref-ms dll sys iso img vhd vhdx dmg pkg app command" +
    " workflow terminal fileloc webloc inetloc sh bash csh zsh run bin desktop appimage deb rpm apk" +
    " html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf library-ms search-ms settingcontent-ms" +
    " docm xlsm pptm dotm xltm potm xlam ppam one onepkg"
  ).split(" "),
);
/** An ending that no system opens by itself. */
const INERT = "download";
const LONGEST = 120;
const NOTHING = "file";

/** Without what cannot be seen and without what turns the line around it. */
export const shownName = (name: string): string =>
  name.replace(HIDDEN, "").normalize("NFC").trim() || NOTHING;

/** Whether a name holds what cannot be seen: nobody types that by accident. */
export const hides = (name: string): boolean => name.search(HIDDEN) >= 0;

const endingOf = (name: string): string => /\.([^.]{1,20})$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** Whether the name's ending is none that such a file has. */
export function lies(name: string, type: TrueType): boolean {
  const ending = endingOf(plainName(name));
  if (type === UNKNOWN) return false;
  return ending !== "" && !type.endings.includes(ending);
}

/** At most `most` bytes of UTF-8, cut between letters. */
function cut(text: string, most: number): string {
  let end = Math.min(text.length, most);
  while (utf8(text.slice(0, end)).length > most) end -= 1;
  const kept = text.slice(0, end);
  return fromUtf8(utf8(kept)).replace(/\ufffd$/, "");
}

/** A name without paths, hidden characters and what Windows forbids or trims. */
function plainName(name: string): string {
  const last = name.replace(HIDDEN, "").split(/[/\\]/).at(-1) ?? "";
  return last
    .normalize("NFC")
    .replace(FORBIDDEN, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ~-]+|[. ]+$/g, "");
}

/** What the ending has to become: the true one, none that runs, or the name's own. */
function endings(own: string, type: TrueType): string {
  const fits = type.endings.includes(own) || (type === UNKNOWN && own !== "");
  const kept = fits ? own : [own, type.endings[0] ?? ""].filter(Boolean).join(".");
  const last = kept.split(".").at(-1) ?? "";
  return last === "" || RUNS.has(last) || (!fits && type.endings.length === 0)
    ? [kept, INERT].filter(Boolean).join(".")
    : kept;
}

/** The name under which a file of this true type is saved. */
export function saveName(name: string, type: TrueType): string {
  const plain = plainName(name);
  const own = endingOf(plain);
  const stem = own === "" ? plain : plain.slice(0, -own.length - 1);
  const kept = cut(stem, LONGEST).replace(/[. ]+$/, "") || NOTHING;
  // "nul.tar.gz" is reserved as well: what counts is all before the first dot.
  const first = kept.split(".", 1)[0] ?? "";
  const safe = RESERVED.test(first.trim()) ? `_${kept}` : kept;
  return `${safe}.${endings(own, type)}`;
}
