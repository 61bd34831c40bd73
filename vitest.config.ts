import { defineConfig } from "vitest/config"

export default defineConfig({
  // Workspace packages are read from source, so no build stands between an edit and its test.
  ssr: { resolve: { conditions: ["@vedette/source"] } },
  // The global setup is loaded in vitest's own environment, which does not see the line above.
  environments: { __vitest__: { resolve: { conditions: ["@vedette/source"] } } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts"],
    globalSetup: ["packages/tooling/src/testDatabase.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2
  }
})
