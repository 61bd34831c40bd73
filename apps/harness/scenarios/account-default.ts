import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "account default",
  shows: "a task without channels is told of by the account's default, which was down for 20 minutes, once and under one id",
  web: { "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" } }] },
  receivers: { "https://backup.example/owner": [{ at: "0s", unreachable: true }, { at: "20m", status: 204 }] },
  backup: "https://backup.example/owner",
  tasks: {
    kettle: { query: "What does the kettle cost at https://shop.example/kettle?", condition: "the price is below 300 EUR" }
  },
  until: "1h",
  expect: {
    told: [{ task: "kettle", answer: "279.00", between: ["20m", "45m"], tries: 1 }],
    tasks: { kettle: { state: "completed", deliveries: ["sent"] } }
  }
}
