import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "both channels down",
  shows: "a webhook that is down for 20 minutes is told once it is back, under one id, though the task's other channel stays down all the while",
  web: { "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" } }] },
  receivers: {
    "https://hooks.example/owner": [{ at: "0s", status: 503 }, { at: "21m", status: 204 }],
    "https://mail.example/owner": [{ at: "0s", unreachable: true }]
  },
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      second: "https://mail.example/owner"
    }
  },
  until: "1h",
  expect: {
    told: [{ task: "kettle", answer: "279.00", between: ["30m", "45m"], tries: 4 }],
    tasks: { kettle: { state: "completed", deliveries: ["sent", "pending"] } }
  }
}
