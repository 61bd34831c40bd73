import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "outage",
  shows: "after three hours without a worker each task catches up with one run, longest overdue first",
  concurrency: 1,
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" }, after: "2s" }
    ]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
  tasks: {
    hourly: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      minInterval: "60m",
      maxInterval: "60m"
    },
    everyFifty: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      minInterval: "50m",
      maxInterval: "50m"
    },
    halfHourly: {
      query: "What does the kettle cost at https://shop.example/kettle?",
      condition: "the price is below 300 EUR",
      webhook: "https://hooks.example/owner",
      minInterval: "30m",
      maxInterval: "30m"
    }
  },
  events: [
    { at: "70m", do: "outage", to: "4h 10m" }
  ],
  until: "4h 30m",
  expect: {
    told: [],
    tasks: {
      hourly: { state: "active", executions: ["success", "success", "success"] },
      everyFifty: { state: "active", executions: ["success", "success", "success"] },
      halfHourly: { state: "active", executions: ["success", "success", "success", "success"] }
    },
    runOrder: { from: "4h 10m", tasks: ["halfHourly", "everyFifty", "hourly"] }
  }
}
