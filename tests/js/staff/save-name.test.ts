// Names of strangers on a colleague's disk, and what bytes truly are.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import {
  hides,
  lies,
  saveName,
  shownName,
} from "../../../webapp/frontend/staff/logic/save-name.ts";
import { type TrueType, trueType } from "../../../webapp/frontend/staff/logic/true-type.ts";

const golden = (name: string) =>
  trueType(new Uint8Array(readFileSync(`tests/golden/files/${name}`)).subarray(0, 1024));
const typeOf = (text: string): TrueType =>
  trueType(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
const JPEG = golden("baseline.jpg");
const PDF = typeOf("%PDF-1.7");
const TEXT = typeOf("Dear all");
const PAGE = typeOf("<!doctype html><script>alert(1)</script>");
const PROGRAM = typeOf("MZ\x90\0");

test.each([
  ["baseline.jpg", "jpeg", "image"],
  ["full.png", "png", "image"],
  ["lossy.webp", "webp", "image"],
  ["full.avif", "avif", "image"],
  ["alpha.heic", "heic", "image"],
  ["film.mp4", "mp4", "video"],
  ["fragments.mp4", "mp4", "video"],
  ["phone.mov", "mov", "video"],
  ["old.mov", "mov", "video"],
  ["phone.3gp", "3gp", "video"],
  ["voice.m4a", "m4a", "audio"],
  ["zip-behind.jpg", "jpeg", "image"],
])("%s is %s by its bytes and shown as %s", (file, name, how) => {
  expect([golden(file).name, golden(file).how]).toEqual([name, how]);
});

test.each([
  ["OggS\0\x02", "ogg", "audio"],
  ["ID3\x04", "mp3", "audio"],
  ["\xff\xfb\x90", "mp3", "audio"],
  ["RIFF\0\0\0\0WAVEfmt ", "wav", "audio"],
  ["\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "webm", "video"],
  ["\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "film", null],
  ["RIFF\0\0\0\0AVI LIST", "unknown", null],
  ["%PDF-1.7", "pdf", null],
  ["PK\x03\x04", "zip", null],
  ["GIF89a", "gif", null],
  ["<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "markup", null],
  ["\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "markup", null],
  [`${" ".repeat(300)}<html>`, "markup", null],
  ["<!-- --><svg/>", "markup", null],
  ["#!/bin/sh", "program", null],
  ["\x7fELF", "program", null],
  ["[InternetShortcut]\r\nURL=file://", "program", null],
  ["Dear all", "unknown", null],
  ["", "empty", null],
])("%j is %s, shown as %s", (start, name, how) => {
  expect([typeOf(start).name, typeOf(start).how]).toEqual([name, how]);
});

test("no bytes whatever are shown as anything but pictures, films and sounds", () => {
  const mimes = new Set<string>();
  for (const sign of ["\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "<svg>", "%PDF-", "PK\x03\x04", "ID3"]) {
    mimes.add(typeOf(sign).mime);
  }
  expect([...mimes].every((mime) => /^$|^(image|audio|video)\/(?!svg)/.test(mime))).toBe(true);
});

describe("a saved name", () => {
  test.each([
    ["plate.jpg", JPEG, "plate.jpg"],
    ["PLATE.JPEG", JPEG, "PLATE.jpeg"],
    ["../../etc/passwd", TEXT, "passwd.download"],
    ["C:\\Windows\\system32\\x.jpg", JPEG, "x.jpg"],
    ["a/b\\c.txt", TEXT, "c.txt"],
    ["invoice\u202egpj.exe", JPEG, "invoicegpj.exe.jpg"],
    ["photo.jpg", PDF, "photo.jpg.pdf"],
    ["photo.jpg", PAGE, "photo.jpg.html.download"],
    ["page.html", PAGE, "page.html.download"],
    ["logo.svg", PAGE, "logo.svg.download"],
    ["photo.jpg", PROGRAM, "photo.jpg.download"],
    ["setup.exe", PROGRAM, "setup.exe.download"],
    ["setup.exe", TEXT, "setup.exe.download"],
    ["notes.txt", TEXT, "notes.txt"],
    ["CON", TEXT, "_CON.download"],
    ["nul.jpg", JPEG, "_nul.jpg"],
    ["COM1.tar.txt", TEXT, "_COM1.tar.txt"],
    ["lpt\u00b2.txt", TEXT, "_lpt\u00b2.txt"],
    ["aux .txt", TEXT, "_aux.txt"],
    ["name.jpg. . .", JPEG, "name.jpg"],
    ["...hidden.jpg", JPEG, "hidden.jpg"],
    ["-rf.jpg", JPEG, "rf.jpg"],
    ["a\u0000b\u0007\u001b[2Jc\n.jpg", JPEG, "ab[2Jc.jpg"],
    ['q?*"<>|:.jpg', JPEG, "q_______.jpg"],
    ["", JPEG, "file.jpg"],
    ["\u200b\u202e", JPEG, "file.jpg"],
    [".jpg", JPEG, "jpg.jpg"],
    ["\ud800lone.jpg", JPEG, "lone.jpg"],
    ["صورة.jpg", JPEG, "صورة.jpg"],
    ["a.download", PROGRAM, "a.download.download"],
    ["book.docm", typeOf("PK\x03\x04"), "book.docm.zip"],
  ])("%j of its true type is %j→%j", (name, type, kept) => {
    expect(saveName(name, type)).toBe(kept);
  });

  test("of four kilobytes is short, keeps its ending and no half letter", () => {
    for (const letter of ["a", "ü", "文", "👩‍👧", "e\u0301", ".", " ."]) {
      const kept = saveName(`${letter.repeat(4096)}.jpg`, JPEG);
      expect(utf8(kept).length).toBeLessThanOrEqual(130);
      expect(kept.endsWith(".jpg")).toBe(true);
      expect(kept).not.toMatch(/\ufffd|[. ]\.jpg$/);
    }
  });
});

test("what is shown of a name turns nothing and hides nothing, and it is said where it did", () => {
  expect(shownName("invoice\u202egpj.exe\u0000")).toBe("invoicegpj.exe");
  expect(shownName("\u2066\u200f")).toBe("file");
  expect(hides("invoice\u202egpj.exe")).toBe(true);
  expect(hides("plate 1.jpg")).toBe(false);
});

test("a name lies where its ending is none of the true type's", () => {
  expect(lies("a.jpg", PDF)).toBe(true);
  expect(lies("a.jpg", PROGRAM)).toBe(true);
  expect(lies("a.jpeg", JPEG)).toBe(false);
  expect(lies("a", JPEG)).toBe(false);
  expect(lies("a.csv", TEXT)).toBe(false);
});
