import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "deleted before delivery",
  shows: "a task that is deleted while its receiver is down is not told about any more",
  web: {
    "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" } }]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 500 }, { at: "3m", status: 204 }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  events: [
    { at: "2m", do: "delete", task: "kettle" }
  ],
  until: "30m",
  expect: {
    told: [],
    tasks: { kettle: { state: "deleted" } }
  }
}
