import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "deleted mid-run",
  shows: "a task that is deleted during its run leaves nothing, and nothing is sent",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" }, after: "8s" }
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
  events: [
    { at: "1m 4s", do: "delete", task: "kettle" }
  ],
  until: "10m",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "deleted" }
    }
  }
}
