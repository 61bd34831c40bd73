import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "paused before a retry",
  shows: "a run that waits for another try is cancelled when its task is paused, and a resumed task looks again",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", unreachable: true },
      { at: "20m", price: { amount: 279, currency: "EUR" } }
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
    { at: "65s", do: "pause", task: "kettle" },
    { at: "30m", do: "resume", task: "kettle" }
  ],
  until: "40m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["31m", "32m"] }
    ],
    tasks: {
      kettle: { state: "completed", executions: [{ status: "cancelled", error: "paused", attempts: ["failed"] }, "success"] }
    }
  }
}
