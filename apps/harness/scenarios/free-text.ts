import type { Scenario } from "../src/scenario/Scenario.ts"

export const scenario: Scenario = {
  name: "free text",
  shows: "a condition in free text is not judged without a model: what the page says is kept, and nobody is ever told",
  web: {
    "https://town.example/news": [{ at: "0s", text: "The new swimming pool opens its doors in spring, the council says." }]
  },
  receivers: { "https://hooks.example/owner": [{ at: "0s", status: 204 }] },
  tasks: {
    pool: {
      query: "When does the swimming pool at https://town.example/news open?",
      condition: "the opening date of the swimming pool has been decided",
      webhook: "https://hooks.example/owner"
    }
  },
  until: "2h",
  expect: {
    told: [],
    tasks: { pool: { state: "active", health: "healthy", executions: [{ status: "success", verdict: "unclear", told: false }] } }
  }
}
