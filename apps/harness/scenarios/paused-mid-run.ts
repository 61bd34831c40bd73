import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "paused mid-run",
  shows: "a task that is paused during its run keeps the result, is not told, and is not scheduled again",
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
    { at: "1m 4s", do: "pause", task: "kettle" }
  ],
  until: "2h",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "paused", nextRun: null, executions: [{ status: "success", verdict: "met", told: true }], deliveries: ["skipped"] }
    }
  }
}
