// Everything about the roster, by one name for the pages that use it.
export * from "./rosterformat.ts";
export * from "./trust.ts";
