import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker dies before recording",
  shows: "a worker is killed after the receiver got the webhook and before that is recorded: it comes again, under the same id",
  workers: ["w1", "w2"],
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204, after: "5s" }] },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  events: [
    { at: "1m 2s", do: "killWorker", worker: "w1" }
  ],
  until: "5m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1m", "1m 5s"], tries: 2 }
    ],
    tasks: {
      kettle: { state: "completed", deliveries: ["sent"] }
    }
  }
}
