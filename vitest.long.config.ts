import { defineConfig } from "vitest/config"

export default defineConfig({
  ssr: { resolve: { conditions: ["@vedette/source"] } },
  // The global setup is loaded in vitest's own environment, which does not see the line above.
  environments: { __vitest__: { resolve: { conditions: ["@vedette/source"] } } },
  test: {
    include: ["packages/*/test/**/*.long.ts", "apps/*/test/**/*.long.ts"],
    globalSetup: ["packages/tooling/src/testDatabase.ts"],
    // A simulation walks through thousands of histories, and a fault test waits for real processes to die.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    passWithNoTests: true
  }
})
