import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "edited mid-run while paused",
  shows: "a question that is changed while its paused task is run by hand sets nothing going: the task stays as it is",
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
    { at: "30s", do: "pause", task: "kettle" },
    { at: "10m", do: "runNow", task: "kettle" },
    { at: "10m 3s", do: "edit", task: "kettle", condition: "the price is below 200 EUR" }
  ],
  until: "2h",
  expect: {
    told: [],
    tasks: {
      kettle: { state: "paused", nextRun: null, executions: [{ status: "success", verdict: "not_met", told: false }], deliveries: [] }
    }
  }
}
