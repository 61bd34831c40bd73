import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "price flaps",
  shows: "a price that flickers around its limit is told once",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 299, currency: "EUR" } },
      { at: "20m", price: { amount: 302, currency: "EUR" } },
      { at: "50m", price: { amount: 298, currency: "EUR" } },
      { at: "80m", price: { amount: 301, currency: "EUR" } },
      { at: "110m", price: { amount: 299, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
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
  until: "125m",
  expect: {
    told: [
      { task: "kettle", answer: "299.00", between: ["1m", "1m 5s"] }
    ],
    tasks: {
      kettle: {
        state: "active",
        executions: [
          { status: "success", verdict: "met", told: true },
          { status: "success", verdict: "not_met" },
          { status: "success", verdict: "met", told: false },
          { status: "success", verdict: "not_met" },
          { status: "success", verdict: "met", told: false }
        ]
      }
    }
  }
}
