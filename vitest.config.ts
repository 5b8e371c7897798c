// The JavaScript tests run on Node, on the same sources that esbuild bundles for browsers.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/js/**/*.test.ts"],
    pool: "threads",
    testTimeout: 120_000,
  },
});
