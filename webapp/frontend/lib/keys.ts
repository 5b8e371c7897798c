// Everything about conversation keys, by one name for the pages that use it.
export * from "./accept.ts";
export * from "./keyjson.ts";
export * from "./keyrecord.ts";
