// The few things outside ECMAScript that lib uses; all exist in pages, workers and Node alike.
declare const crypto: { getRandomValues<T extends Uint8Array>(target: T): T };
declare function btoa(binary: string): string;
declare function atob(text: string): string;
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
