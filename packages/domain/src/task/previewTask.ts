import * as Duration from "effect/Duration"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { decide, type Decision } from "../execution/decide.ts"
import { deferredUntil, judgeWithinBudget } from "../execution/judgeWithinBudget.ts"
import { newExecution } from "../execution/newExecution.ts"
import type { RunFailure } from "../execution/Run.ts"
import { type ExecutionId, freshId, type TaskId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import type { Judgement } from "../search/Judgement.ts"
import { checkChannels } from "./checkChannels.ts"
import { descriptionOf, draftTask, type NewTask } from "./draftTask.ts"
import type { Task } from "./Task.ts"
import { understandCondition } from "./understandCondition.ts"

/** Somebody waits for the answer with a connection open; proxies give up after a minute. */
const PREVIEW_TIMEOUT = Duration.seconds(50)

export interface PreviewedTask {
  /** As it would be stored. */
  readonly task: Task
  readonly outcome:
    | { readonly _tag: "Judged"; readonly judgement: Judgement; readonly decision: Decision }
    | { readonly _tag: "Failed"; readonly failure: RunFailure }
}

/**
 * Judges a draft once, as its first run would, and saves nothing. It is refused for whatever `createTask` would refuse it
 * for. Bounded by the judging time of a run, at most 50 s; cost is counted where a run's is.
 */
export const previewTask = Effect.fn("previewTask")(function*(input: NewTask) {
  const policy = yield* Policy
  const now = yield* DateTime.now
  const condition = yield* understandCondition(input.condition, descriptionOf(input))
  const { channels } = yield* checkChannels(input.notifications ?? [], [])
  const task = draftTask(input, { id: yield* freshId<TaskId>(), now, condition, channels, dueReason: null })
  const execution = newExecution(task, {
    id: yield* freshId<ExecutionId>(),
    now,
    trigger: "manual",
    suppressNotifications: true
  })
  // A run that nobody has claimed: nothing of it is ever settled.
  const claim = { taskId: task.id, userId: task.userId, generation: 0, fence: 0, carrier: "" }
  const { outcome } = yield* judgeWithinBudget({ claim, task, execution, earlierFindings: [] }).pipe(
    Effect.provideService(Policy, { ...policy, judgeTimeout: Duration.min(policy.judgeTimeout, PREVIEW_TIMEOUT) })
  )
  if (outcome._tag === "Failed") {
    const failed: PreviewedTask = { task, outcome }
    return failed
  }
  if (outcome._tag === "Deferred") {
    const message = `${outcome.why} ${deferredUntil(outcome.until)}`
    const deferred: PreviewedTask = { task, outcome: { _tag: "Failed", failure: { category: "user_error", message, retryAfterMs: null, internal: null } } }
    return deferred
  }
  const decision = decide(task, outcome.judgement, now, policy, {
    suppressed: false,
    manual: false,
    random: yield* Random.next
  })
  const previewed: PreviewedTask = { task, outcome: { _tag: "Judged", judgement: outcome.judgement, decision } }
  return previewed
})
