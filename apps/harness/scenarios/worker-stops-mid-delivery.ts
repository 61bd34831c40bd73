import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker stops mid-delivery",
  shows: "a worker that is asked to stop waits for the receivers it has called, and none is called twice",
  workers: ["w1", "w2"],
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204, after: "8s" }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  events: [
    { at: "1m 2s", do: "stopWorker", worker: "w1" }
  ],
  until: "5m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1m", "61s"] }
    ],
    tasks: {
      kettle: { state: "completed", deliveries: ["sent"] }
    }
  }
}
