import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "run now while paused",
  shows: "a paused task can be run by hand: the result is kept, nothing is sent, nothing is scheduled",
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
      webhook: "https://hooks.example/owner"
    }
  },
  events: [
    { at: "30s", do: "pause", task: "kettle" },
    { at: "10m", do: "runNow", task: "kettle" }
  ],
  until: "2h",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "paused", nextRun: null, executions: [{ status: "success", verdict: "met" }], deliveries: ["skipped"] }
    }
  }
}
