// Bundles the two front ends into webapp/static, from where the pages take them by manifest.json:
//   {"source/main.js": {"file": "source/main-HASH.js", "integrity": "sha256-…"}, …}
// Names carry a hash of the content, so a file may be cached for ever, and the same sources give
// the same names. Beside each file lie .br and .gz, because phones on slow lines come first.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { catalogues } from "./catalogues.mjs";
import { lookingFrame } from "./frame.mjs";
import { listFiles, wordLists } from "./wordlists.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "..", "static");
const PARTS = ["source", "staff"];
// Scripts are self-contained (no chunks): a worker and a page each load exactly one file.
const ENTRIES = [
  "source/main.ts",
  "source/chat.ts",
  "source/thread.ts",
  "source/files.ts",
  "source/file-worker.ts",
  "source/engine.ts",
  "source/calendar.css",
  "source/chat.css",
  "source/files.css",
  "source/source.css",
  "source/look.css",
  "staff/main.tsx",
  "staff/setup.tsx",
  "staff/packet.tsx",
  "staff/argon-worker.ts",
  "staff/file-worker.ts",
  "staff/staff.css",
];
// Loaded by the engine, which is built with its name and its hash.
const LINE = "source/line.ts";
const FLOOD = "source/flood.ts";
// Old enough for every Tor Browser in use and for iPhones of 2015 with their updates. An older Safari has
// no private methods: spelling them out would cost a chat two kilobytes.
const TARGET = ["firefox91", "chrome87", "safari15"];

/**
 * Without long polling, WebTransport and binary packets the live line's client is a fifth lighter:
 * a source's line is WebSocket, or plain calls of ours.
 * @type {import("esbuild").Plugin}
 */
const WEBSOCKET_ONLY = {
  name: "websocket-only",
  setup({ onLoad }) {
    const instead = (/** @type {RegExp} */ filter, /** @type {string} */ contents) =>
      onLoad({ filter }, () => ({ contents }));
    instead(
      /engine\.io-client\/build\/esm\/transports\/index\.js$/,
      'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
    );
    instead(/engine\.io-client\/build\/esm\/transports\/polling-xhr\.js$/, "export class XHR {}");
    // Packets are text: anything else is an error, as a broken one is.
    instead(
      /engine\.io-parser\/build\/esm\/encodePacket\.browser\.js$/,
      'import { PACKET_TYPES } from "./commons.js"; export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || "")); export const encodePacketToBinary = encodePacket;',
    );
    instead(
      /engine\.io-parser\/build\/esm\/decodePacket\.browser\.js$/,
      'import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js"; export const decodePacket = (packet) => { const type = typeof packet === "string" && PACKET_TYPES_REVERSE[packet[0]]; return type ? { type, data: packet.slice(1) || undefined } : ERROR_PACKET; };',
    );
    // When to connect again is ours to say (source/line/transport.ts).
    instead(
      /socket\.io-client\/build\/esm\/contrib\/backo2\.js$/,
      "export class Backoff { reset() {} }",
    );
    instead(
      /socket\.io-parser\/build\/esm\/is-binary\.js$/,
      "export const isBinary = () => false; export const hasBinary = isBinary;",
    );
    instead(
      /socket\.io-parser\/build\/esm\/binary\.js$/,
      "const none = () => { throw new Error('binary'); }; export { none as deconstructPacket, none as reconstructPacket };",
    );
  },
};

/** Bundles one entry and returns what is to be served: its public name and its bytes. */
async function bundle(
  /** @type {string} */ entry,
  /** @type {Record<string, string>} */ define,
  /** @type {import("esbuild").Plugin[]} */ plugins = [],
) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: TARGET,
    charset: "utf8",
    legalComments: "eof",
    absWorkingDir: here,
    tsconfig: join(here, "..", "..", "tsconfig.json"),
    define,
    plugins,
    logLevel: "warning",
    logLimit: 5,
    outdir: output,
  });
  const file = result.outputFiles[0];
  if (file === undefined) throw new Error(`${entry}: esbuild gave nothing`);
  return { name: entry.replace(/\.tsx?$/, ".js"), content: Buffer.from(file.contents) };
}

/** Icons and the like, served as they are: everything in source/assets and staff/assets. */
function assets() {
  return PARTS.flatMap((part) => {
    const folder = join(here, part, "assets");
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    return names.map((name) => ({
      name: `${part}/${name}`,
      content: readFileSync(join(folder, name)),
    }));
  });
}

/** Writes a file only where its bytes are not there yet; a name with a hash never changes its content. */
function place(/** @type {string} */ name, /** @type {() => Buffer} */ content) {
  const path = join(output, name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, content());
  renameSync(`${path}.tmp`, path);
}

/** Brotli guesses how to cut what it is given; which guess is best shows only afterwards. */
function smallest(/** @type {Buffer} */ content) {
  const { BROTLI_MODE_TEXT, BROTLI_MODE_FONT } = constants;
  const guesses = [
    [BROTLI_MODE_TEXT, 0, 0],
    [BROTLI_MODE_FONT, 0, 0],
    [BROTLI_MODE_TEXT, 2, 60],
    [BROTLI_MODE_TEXT, 3, 0],
  ];
  const tries = guesses.map(([mode = 0, postfix = 0, direct = 0]) =>
    brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_MODE]: mode,
        [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
      },
    }),
  );
  return tries.reduce((least, next) => (next.length < least.length ? next : least));
}

/** Puts one file and its compressed forms into webapp/static and returns its manifest entry. */
function publish(
  /** @type {{name: string, content: Buffer, more?: Record<string, string>}} */ {
    name,
    content,
    more = {},
  },
) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  const file = `${name.slice(0, -extension.length)}-${digest}${extension}`;
  place(`${file}.br`, () => smallest(content));
  place(`${file}.gz`, () => gzipSync(content, { level: 9 }));
  place(file, () => content);
  const brotli = readFileSync(join(output, `${file}.br`)).length;
  const gzip = readFileSync(join(output, `${file}.gz`)).length;
  console.log(`${file}: ${content.length} bytes, ${brotli} brotli, ${gzip} gzip`);
  const integrity = `sha256-${createHash("sha256").update(content).digest("base64")}`;
  return { ...more, name, file, integrity };
}

function manifestOf(/** @type {{name: string, file: string, integrity: string}[]} */ published) {
  return Object.fromEntries(published.map(({ name, ...rest }) => [name, rest]));
}

/** Replaces the manifest in one step, so that a running server never reads half of one. */
function writeManifest(/** @type {{name: string, file: string, integrity: string}[]} */ published) {
  const manifest = manifestOf(published);
  const path = join(output, "manifest.json");
  writeFileSync(`${path}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}

/** Removes what an earlier build left and the manifest no longer names. */
function sweep(/** @type {{file: string}[]} */ published) {
  const kept = new Set(published.flatMap(({ file }) => [file, `${file}.br`, `${file}.gz`]));
  for (const part of PARTS) {
    const folder = join(output, part);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!kept.has(`${part}/${name}`)) rmSync(join(folder, name), { recursive: true });
    }
  }
}

/** What can be bundled; a broken entry is named by esbuild and fails the build, but hides no other. */
async function bundles(/** @type {Record<string, string>} */ define) {
  const present = ENTRIES.filter((entry) => existsSync(join(here, entry)));
  for (const entry of ENTRIES) {
    if (!present.includes(entry)) console.log(`${entry}: not there, skipped`);
  }
  const results = await Promise.allSettled(present.map((entry) => bundle(entry, define)));
  return results.flatMap((result, i) => {
    if (result.status === "fulfilled") return [result.value];
    console.error(`${present[i]}: does not build`);
    process.exitCode = 1;
    return [];
  });
}

const translations = join(here, "..", "translations");
mkdirSync(output, { recursive: true });
// First, because the engine is built with their names, and with that of the chat's part.
const lists = wordLists().map(publish);
const environment = { "process.env.NODE_ENV": '"production"' };
const line = publish(await bundle(LINE, environment, [WEBSOCKET_ONLY]));
const flood = publish(await bundle(FLOOD, environment));
const define = {
  ...environment,
  WORD_LISTS: JSON.stringify(listFiles(manifestOf(lists))),
  LINE_FILE: JSON.stringify({ url: basename(line.file), integrity: line.integrity }),
  FLOOD_FILE: JSON.stringify({ url: basename(flood.file), integrity: flood.integrity }),
};
const inFrame = ["staff/frame/looking.ts", "staff/frame/looking.css"];
const [script, style] = await Promise.all(inFrame.map((entry) => bundle(entry, define)));
if (script === undefined || style === undefined) throw new Error("no looking frame");
const frame = lookingFrame(script.content, style.content);
const files = [...(await bundles(define)), frame, ...assets(), ...catalogues(translations)];
const published = [...lists, line, flood, ...files.map(publish)];
writeManifest(published);
sweep(published);
