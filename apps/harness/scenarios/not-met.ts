import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "not met",
  shows: "a price that stays above its limit is looked at less and less often, and nobody is told",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" } }
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
  until: "6h",
  expect: {
    told: [],
    tasks: {
      kettle: {
        state: "active",
        health: "healthy",
        nextRun: ["8h", "9h"],
        executions: [
          { status: "success", opened: ["1m", "1m 1s"] },
          { status: "success", opened: ["61m", "65m"] },
          { status: "success", opened: ["150m", "160m"] },
          { status: "success", verdict: "not_met", opened: ["285m", "305m"] }
        ]
      }
    }
  }
}
