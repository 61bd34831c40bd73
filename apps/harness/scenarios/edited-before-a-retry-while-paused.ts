import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "edited before a retry while paused",
  shows: "a run by hand of a paused task waits for a retry when the question is changed: it is cancelled, and nothing is due any more",
  web: { "https://shop.example/kettle": [{ at: "0s", unreachable: true }] },
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
    { at: "10m 5s", do: "edit", task: "kettle", condition: "the price is below 200 EUR" }
  ],
  until: "2h",
  expect: {
    told: [],
    tasks: { kettle: { state: "paused", nextRun: null, executions: ["cancelled"], deliveries: [] } }
  }
}
