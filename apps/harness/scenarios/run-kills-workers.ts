import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "run kills workers",
  shows: "a run that has cost three workers is run alone, is given up when it has cost three more, and the task goes on being watched",
  workers: ["w1", "w2", "w3", "w4", "w5", "w6", "w7"],
  web: {
    "https://shop.example/kettle": [
      { at: "0s", price: { amount: 349, currency: "EUR" }, after: "8s" },
      { at: "10m", price: { amount: 349, currency: "EUR" } }
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
    { at: "64s", do: "killWorker", worker: "w1" },
    { at: "94s", do: "killWorker", worker: "w2" },
    { at: "124s", do: "killWorker", worker: "w3" },
    { at: "154s", do: "killWorker", worker: "w4" },
    { at: "184s", do: "killWorker", worker: "w5" },
    { at: "214s", do: "killWorker", worker: "w6" }
  ],
  until: "75m",
  expect: {
    told: [],
    tasks: {
      kettle: {
        state: "active",
        health: "healthy",
        executions: [
          { status: "failed", error: "of 6 tries none came back, though the last 3 had a worker to themselves", attempts: ["lost", "lost", "lost", "lost", "lost", "lost"] },
          { status: "success", opened: ["1h", "70m"] }
        ]
      }
    }
  }
}
