// Random values that one seed repeats, for vector files made here.
import { shake256 } from "@noble/hashes/sha3.js";
import { concat, u32, utf8 } from "../bytes.ts";

const BLOCK = 4096;

/** A stream of bytes from a seed: SHAKE256 over the seed and a counter. */
export class Random {
  readonly #seed: Uint8Array;
  #block = new Uint8Array();
  #used = 0;
  #count = 0;

  constructor(seed: string) {
    this.#seed = utf8(seed);
  }

  bytes(length: number): Uint8Array {
    const result = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.#used === this.#block.length) this.#refill();
      const part = this.#block.subarray(this.#used, this.#used + length - filled);
      result.set(part, filled);
      this.#used += part.length;
      filled += part.length;
    }
    return result;
  }

  #refill(): void {
    this.#block = shake256(concat(this.#seed, u32(this.#count)), { dkLen: BLOCK });
    this.#count++;
    this.#used = 0;
  }

  /** A whole number from `least` to `most`, both included; as even as 32 bits make it. */
  whole(least: number, most: number): number {
    const drawn = this.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
    return least + (drawn % (most - least + 1));
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.whole(0, from.length - 1)] ?? from[0];
  }

  /** Text of letters with and without accents, separators and other scripts. */
  text(length: number): string {
    const characters = "abcxyzABCXYZ áéíñÑÚüç-_.,;ا漢🙂ﬁ";
    const all = [...characters] as [string, ...string[]];
    return Array.from({ length }, () => this.pick(all)).join("");
  }
}
