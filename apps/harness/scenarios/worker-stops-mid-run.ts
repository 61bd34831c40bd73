import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker stops mid-run",
  shows: "a worker that is asked to stop finishes its run and what it owes, and is gone",
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
    { at: "1m 4s", do: "stopWorker", worker: "w1" }
  ],
  until: "5m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["68s", "70s"] }
    ],
    tasks: {
      kettle: { state: "completed", executions: [{ status: "success", told: true, attempts: ["success"] }] }
    }
  }
}
