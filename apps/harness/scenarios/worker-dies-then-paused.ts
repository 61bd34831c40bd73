import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "worker dies, then paused",
  shows: "a run whose worker died does not stay open when its task is paused before another could take it up",
  workers: ["w1", "w2"],
  web: {
    "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" }, after: "8s" }]
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
    { at: "1m 4s", do: "killWorker", worker: "w1" },
    { at: "1m 10s", do: "pause", task: "kettle" }
  ],
  until: "5m",
  expect: {
    told: [],
    tasks: { kettle: { state: "paused", nextRun: null, executions: ["cancelled"] } }
  }
}
