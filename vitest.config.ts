import { defineConfig } from "vitest/config";

// The long tests say the same as the others with more seeds and more faults: `npm run test:long`.
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === "long" ? "test/**/*.long.ts" : "test/**/*.test.ts"],
    globalSetup: ["test/support/build-templates.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
}));
