import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker dies mid-run",
  shows: "a worker is killed while it reads a page; another takes the run up within a minute, and the owner is told once",
  workers: ["w1", "w2"],
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
    { at: "1m 4s", do: "killWorker", worker: "w1" }
  ],
  until: "5m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1m 30s", "2m"] }
    ],
    tasks: {
      kettle: { state: "completed", executions: [{ status: "success", told: true, attempts: ["lost", "success"] }] }
    }
  }
}
