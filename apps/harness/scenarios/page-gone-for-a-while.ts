import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "page gone for a while",
  shows: "one failed run degrades a task, and nobody is told of it",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", status: 404 }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  until: "10m",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "active", health: "degraded", nextRun: ["1h", "65m"], executions: ["failed"] }
    }
  }
}
