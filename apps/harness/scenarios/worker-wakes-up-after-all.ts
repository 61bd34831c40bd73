import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker wakes up after all",
  shows: "a worker that slept until its run was told by another tells nothing",
  workers: ["w1", "w2"],
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" }, after: "8s" },
      { at: "80s", price: { amount: 269, currency: "EUR" }, after: "8s" }
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
    { at: "1m 4s", do: "freezeWorker", worker: "w1" },
    { at: "3m", do: "thawWorker", worker: "w1" }
  ],
  until: "5m",
  expect: {
    told: [{ task: "kettle", answer: "269.00", between: ["98s", "100s"] }],
    tasks: { kettle: { state: "completed", executions: [{ status: "success", told: true, attempts: ["lost", "success"] }] } }
  }
}
