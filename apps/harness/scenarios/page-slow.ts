import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "page slow",
  shows: "a page that does not answer in time is tried again after 10 s, 30 s and 90 s, and then at the next run",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" }, after: "20s" },
      { at: "30m", price: { amount: 349, currency: "EUR" } }
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
  until: "75m",
  expect: {
    told: [],
    tasks: {
      kettle: {
        state: "active",
        health: "healthy",
        executions: [
          { status: "failed", error: "could not be read", attempts: ["failed", "failed", "failed", "failed"], opened: ["1m", "1m 1s"] },
          { status: "success", opened: ["63m", "70m"] }
        ]
      }
    }
  }
}
