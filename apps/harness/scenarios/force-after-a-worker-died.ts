import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "force after a worker died",
  shows: "a run whose worker died is replaced by hand at once, and what the dead one found is not written",
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
    { at: "1m 6s", do: "runNow", task: "kettle", refused: "RunInProgress" },
    { at: "1m 7s", do: "runNow", task: "kettle", force: true }
  ],
  until: "5m",
  expect: {
    told: [{ task: "kettle", answer: "279.00", between: ["75s", "76s"] }],
    tasks: { kettle: { state: "completed", executions: [{ status: "cancelled", attempts: ["cancelled"] }, { status: "success", told: true }] } }
  }
}
