import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "run now fifty times",
  shows: "fifty calls at once run a task once, a call during the run is refused, and force replaces the run",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" }, after: "8s" }
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
    { at: "10m", do: "runNow", task: "kettle", times: 50 },
    { at: "10m 4s", do: "runNow", task: "kettle", refused: "RunInProgress" },
    { at: "10m 5s", do: "runNow", task: "kettle", force: true }
  ],
  until: "20m",
  expect: {
    told: [],
    tasks: {
      kettle: {
        state: "active",
        executions: [
          "success",
          { status: "cancelled", error: "Replaced", attempts: ["cancelled"] },
          { status: "success", verdict: "not_met", attempts: ["success"], opened: ["10m 5s", "10m 5s"] }
        ]
      }
    }
  }
}
