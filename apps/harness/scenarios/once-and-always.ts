import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "once and always",
  shows: "the same price falls twice: one owner asked to be told once, the other every time",
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" } },
      { at: "20m", price: { amount: 279, currency: "EUR" } },
      { at: "50m", price: { amount: 349, currency: "EUR" } },
      { at: "80m", price: { amount: 279, currency: "EUR" } }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
  tasks: {
    first: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      minInterval: "30m",
      maxInterval: "30m"
    },
    every: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      notify: "always",
      minInterval: "30m",
      maxInterval: "30m"
    }
  },
  until: "2h",
  expect: {
    told: [
      { task: "first", answer: "279.00", between: ["31m", "32m"] },
      { task: "every", answer: "279.00", between: ["31m", "32m"] },
      { task: "every", answer: "279.00", between: ["91m", "92m"] }
    ],
    tasks: {
      first: { state: "completed", nextRun: null, executions: ["success", "success"] },
      every: { state: "active", executions: ["success", "success", "success", "success"] }
    }
  }
}
