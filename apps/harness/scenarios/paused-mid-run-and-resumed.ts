import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "paused mid-run and resumed",
  shows: "what was found while a task was being paused is told when it is resumed and still true",
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
    { at: "1m 4s", do: "pause", task: "kettle" },
    { at: "30m", do: "resume", task: "kettle" }
  ],
  until: "2h",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["31m", "32m"] }
    ],
    tasks: {
      kettle: { state: "completed", nextRun: null, executions: ["success", "success"], deliveries: ["skipped", "sent"] }
    }
  }
}
