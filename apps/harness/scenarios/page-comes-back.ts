import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "page comes back",
  shows: "a page that comes back while a run is trying again is read by that run, and the owner is told",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", unreachable: true },
      { at: "90s", price: { amount: 279, currency: "EUR" } }
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
  until: "10m",
  expect: {
    told: [
      { task: "kettle", answer: "279.00", between: ["90s", "2m"] }
    ],
    tasks: {
      kettle: { state: "completed", health: "healthy", executions: [{ status: "success", attempts: ["failed", "failed", "success"] }] }
    }
  }
}
