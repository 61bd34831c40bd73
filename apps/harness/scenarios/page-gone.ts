import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "page gone",
  shows: "a page that is gone fails visibly; the owner is told once that the task is blind, and once that it sees again",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", status: 404 },
      { at: "4h", price: { amount: 349, currency: "EUR" } }
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
  until: "5h",
  expect: {
    told: [
      {
        task: "kettle",
        event: "health_changed",
        answer: "cannot be checked at the moment",
        between: ["2h", "130m"]
      },
      {
        task: "kettle",
        event: "health_changed",
        answer: "can be checked again",
        between: ["4h", "4h 20m"]
      }
    ],
    tasks: {
      kettle: {
        state: "active",
        health: "healthy",
        executions: [
          { status: "failed", error: "gone", attempts: ["failed"] },
          "failed",
          "failed",
          "failed",
          { status: "success", verdict: "not_met" }
        ]
      }
    }
  }
}
