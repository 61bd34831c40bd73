import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "met",
  shows: "a price falls below its limit, and the owner is told once",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" } },
      { at: "90m", price: { amount: 279, currency: "EUR" } }
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
  until: "4h",
  expect: {
    told: [
      { task: "kettle", answer: "279.00 EUR, below 300 EUR", between: ["90m", "3h"] }
    ],
    tasks: {
      kettle: {
        state: "completed",
        health: "healthy",
        nextRun: null,
        executions: [
          { status: "success", verdict: "not_met", told: false },
          { status: "success", verdict: "not_met", told: false },
          { status: "success", verdict: "met", told: true }
        ],
        deliveries: ["sent"]
      }
    }
  }
}
