import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "webhook gone, told by another",
  shows: "a receiver that answers 410 is left alone and its owner told by the account's default; once mended, the alert comes, by hand",
  web: { "https://shop.example/kettle": [{ at: "0s", price: { amount: 279, currency: "EUR" } }] },
  receivers: {
    "https://hooks.example/owner": [{ at: "0s", status: 410 }, { at: "10m", status: 204 }],
    "https://backup.example/owner": [{ at: "0s", status: 503 }, { at: "3m", status: 204 }]
  },
  backup: "https://backup.example/owner",
  tasks: {
    kettle: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner"
    }
  },
  events: [{ at: "20m", do: "resend", task: "kettle" }],
  until: "1h",
  expect: {
    told: [
      { task: "kettle", event: "delivery_failed", answer: "Your webhook channel https://hooks.example/owner", between: ["5m", "10m"], tries: 3 },
      { task: "kettle", answer: "279.00", between: ["20m", "21m"], tries: 2 }
    ],
    tasks: { kettle: { state: "completed", deliveries: ["sent", "sent"] } }
  }
}
