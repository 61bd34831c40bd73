import type { Scenario, ScenarioTask } from "../src/scenario/Scenario.ts"

const tasks = Array.from({ length: 12 }, (_, i) => ({ label: `task${i}`, minutes: 60 + 10 * i }))
const words = (minutes: number) => `${Math.floor(minutes / 60)}h ${Math.round(minutes % 60)}m`

export const scenario: Scenario = {
  name: "outage with many tasks",
  shows: "after three hours without a worker twelve tasks catch up with one run each, longest overdue first, and are spread again",
  concurrency: 2,
  web: { "https://shop.example/kettle": [{ at: "0s", price: { amount: 349, currency: "EUR" }, after: "2s" }] },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
  tasks: Object.fromEntries(tasks.map(({ label, minutes }): [string, ScenarioTask] => [label, {
    query: "What does the kettle cost at https://shop.example/kettle?",
    condition: "the price is below 300 EUR",
    webhook: "https://hooks.example/owner",
    minInterval: `${minutes}m`,
    maxInterval: "12h"
  }])),
  events: [
    { at: "10m", do: "outage", to: "3h 10m" }
  ],
  until: "3h 20m",
  expect: {
    told: [],
    tasks: Object.fromEntries(tasks.map(({ label, minutes }) => [label, {
      state: "active",
      executions: ["success", { status: "success", opened: ["3h 10m", "3h 11m"] }],
      // Half as long again, as nothing has changed, and a twentieth of that for the spread.
      nextRun: [words(190 + minutes * 1.5), words(192 + minutes * 1.5 * 1.05)]
    }])),
    runOrder: { from: "3h 10m", tasks: tasks.map(({ label }) => label) }
  }
}
