import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "edited mid-run",
  shows: "a question that is changed during its run is not answered by the old one: nobody is told, and the new one is asked",
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
    { at: "1m 4s", do: "edit", task: "kettle", condition: "the price is below 200 EUR" }
  ],
  until: "30m",
  expect: {
    told: [],
    tasks: {
      kettle: {
        state: "active",
        executions: [
          { status: "success", verdict: "met", told: false },
          { status: "success", verdict: "not_met", told: false, opened: ["2m", "2m 10s"] }
        ]
      }
    }
  }
}
