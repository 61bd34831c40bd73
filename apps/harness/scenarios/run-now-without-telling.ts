import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "run now without telling",
  shows: "a run that was asked not to notify tells nobody, and does not count as having told",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 279, currency: "EUR" } }
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
    { at: "30s", do: "runNow", task: "kettle", suppress: true }
  ],
  until: "70m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["1h", "65m"] }
    ],
    tasks: {
      kettle: { state: "completed", executions: [{ status: "success", verdict: "met", told: false }, { status: "success", told: true }] }
    }
  }
}
