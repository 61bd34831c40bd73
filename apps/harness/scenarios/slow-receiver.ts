import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "slow receiver",
  shows: "an owner whose receiver is quick does not wait for another owner's slow one",
  web: {
    "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" } }],
    "https://shop.example/teapot": [{ at: "0s", price: { amount: 19, currency: "EUR" }, after: "2s" }]
  },
  receivers: {
    "https://slow.example/hook": [{ at: "0s", status: 204, after: "14s" }],
    "https://quick.example/hook": [{ at: "0s", status: 204 }]
  },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://slow.example/hook"
    },
    teapot: {
      query: "What does the teapot cost at https://shop.example/teapot?",
      condition: "the price is below 20 EUR",
      webhook: "https://quick.example/hook"
    }
  },
  until: "5m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1m", "61s"] },
      { task: "teapot", answer: "19.00", between: ["62s", "63s"] }
    ],
    tasks: {
      kettle: { state: "completed", deliveries: ["sent"] },
      teapot: { state: "completed", deliveries: ["sent"] }
    }
  }
}
