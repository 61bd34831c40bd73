import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "paused and resumed mid-run",
  shows: "a task that is paused and resumed during its run is told of what the run finds, and is not looked at again",
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
    { at: "1m 4s", do: "pause", task: "kettle" },
    { at: "1m 5s", do: "resume", task: "kettle" }
  ],
  until: "10m",
  expect: {
    told: [{ task: "kettle", answer: "279.00", between: ["68s", "70s"] }],
    tasks: { kettle: { state: "completed", nextRun: null, executions: [{ status: "success", told: true }] } }
  }
}
