import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "webhook unreachable",
  shows: "a receiver that nobody answers for is tried again",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", unreachable: true }, { at: "2m", status: 204 }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  until: "10m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["5m", "7m"] }
    ],
    tasks: {
      kettle: { state: "completed", deliveries: ["sent"] }
    }
  }
}
