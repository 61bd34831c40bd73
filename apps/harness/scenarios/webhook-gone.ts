import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "webhook gone",
  shows: "a receiver that answers 410 is never called again, and that is visible",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } },
      { at: "20m", price: { amount: 349, currency: "EUR" } },
      { at: "50m", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 410 }, { at: "5m", status: 204 }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      notify: "always",
      minInterval: "30m",
      maxInterval: "30m"
    }
  },
  until: "70m",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "active", executions: ["success", "success", "success"], deliveries: ["failed", "skipped"] }
    }
  }
}
