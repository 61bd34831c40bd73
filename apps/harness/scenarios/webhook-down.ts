import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "webhook down",
  shows: "a receiver that is down for an hour gets the message once it is back, under the id of the first try",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 500 }, { at: "1h", status: 204 }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  until: "3h",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["2h", "3h"], tries: 5 }
    ],
    tasks: {
      kettle: { state: "completed", deliveries: ["sent"] }
    }
  }
}
