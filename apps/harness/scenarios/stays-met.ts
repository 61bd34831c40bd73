import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "stays met",
  shows: "a condition that stays true is told once, also to an owner who wants every news",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
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
  until: "95m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1m", "1m 5s"] }
    ],
    tasks: {
      kettle: {
        state: "active",
        executions: [
          { status: "success", verdict: "met", told: true },
          { status: "success", verdict: "met", told: false },
          { status: "success", verdict: "met", told: false },
          { status: "success", verdict: "met", told: false }
        ]
      }
    }
  }
}
