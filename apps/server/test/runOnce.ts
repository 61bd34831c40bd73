import { claimRuns, type FinishedRun, settleRuns } from "@vedette/domain"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Duration from "effect/Duration"
import type { TestServer } from "./startTestServer.ts"

/** A judgement that tells, one fact a call: each is news. */
export const saying = (answer: string, overrides: Parameters<typeof aJudgement>[0] = {}): FinishedRun["outcome"] => {
  const judgement = aJudgement(overrides)
  return {
    _tag: "Judged",
    judgement: {
      ...judgement,
      answer,
      observations: judgement.observations.map((observation) => ({ ...observation, kind: "text", value: answer }))
    }
  }
}

export const failing = (message: string): FinishedRun["outcome"] => ({
  _tag: "Failed",
  failure: { category: "user_error", message, retryAfterMs: null, internal: null }
})

/** Runs a task by hand and lets the run come to this. Runs of other tasks that are due are left as they are. */
export const runOnce = async (server: TestServer, id: string, outcome: FinishedRun["outcome"]): Promise<void> => {
  await server.alice("POST", `/api/v1/tasks/${id}/execute`)
  const { runs } = await server.run(claimRuns({ limit: 1_000, lease: Duration.minutes(5), worker: "test" }))
  await server.run(settleRuns(runs.filter((run) => run.task.id === id).map((run) => ({ run, outcome }))))
}
