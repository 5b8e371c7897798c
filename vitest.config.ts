// The JavaScript tests run on Node, on the same sources that esbuild bundles for browsers.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/js/**/*.test.ts"],
    pool: "threads",
    // By itself it leaves one core alone, which of two is half of them.
    maxWorkers: "100%",
    testTimeout: 120_000,
  },
});
