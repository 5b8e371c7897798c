// Random file cases: sizes around the edges of chunks and of padding, and every known tampering.
import { shake256 } from "@noble/hashes/sha3.js";
import { toHex, utf8, zeros } from "../bytes.ts";
import { CHUNK_LENGTH, type FileKey, sealFile } from "../files.ts";
import { H } from "../hash.ts";
import { TAMPERING } from "./filecases.ts";
import type { World } from "./make.ts";

export function makeFile({ random, site, conv }: World, tag: string) {
  const file: FileKey = { fk: random.bytes(32), site, conv, fileId: random.bytes(16) };
  const edge = CHUNK_LENGTH * random.whole(1, 4);
  const sizes = [0, 1, edge - 1, edge, edge + 1, random.whole(CHUNK_LENGTH, 500_000)];
  const cases = sizes.map((size, i) => {
    const name = `r${i}`;
    const data = size === 0 ? zeros(0) : shake256(utf8(`${tag}|${name}`), { dkLen: size });
    const { blob, hash } = sealFile(file, data);
    return {
      size,
      data_shake256_of: name,
      blob_length: blob.length,
      H_blob: toHex(hash),
      H_data: toHex(H(data)),
    };
  });
  return {
    key: toHex(file.fk),
    site: toHex(site),
    conv: toHex(conv),
    file_id: toHex(file.fileId),
    cases,
    reject: Object.keys(TAMPERING),
  };
}
