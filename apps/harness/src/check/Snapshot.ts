import {
  type Attempt,
  type Delivery,
  type Execution,
  ExecutionRepository,
  Outbox,
  type Task,
  TaskRepository,
  type TaskId,
  type UserId,
  WorkQueue
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

export interface TaskSnapshot {
  /** Null: it was deleted. */
  readonly task: Task | null
  /** Under a live lease. */
  readonly claimed: boolean
  /** Oldest first. */
  readonly executions: ReadonlyArray<{ readonly execution: Execution; readonly attempts: ReadonlyArray<Attempt> }>
  /** Oldest first. */
  readonly deliveries: ReadonlyArray<Delivery>
}

/** What is stored of the scenario's tasks, by label, as anybody outside of a transaction sees it. */
export type Snapshot = ReadonlyMap<string, TaskSnapshot>

/** More than any scenario leaves behind. */
const EVERYTHING = 100_000

export const takeSnapshot = Effect.fn("takeSnapshot")(function*(userId: UserId, ids: ReadonlyMap<string, TaskId>) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const outbox = yield* Outbox
  const queue = yield* WorkQueue
  const snapshot = new Map<string, TaskSnapshot>()
  for (const [label, taskId] of ids) {
    const listed = yield* executions.list({
      taskId,
      status: null,
      notifiedOnly: false,
      after: null,
      offset: 0,
      limit: EVERYTHING
    })
    const attempts = yield* executions.attempts(listed.map((execution) => execution.id))
    const owed = yield* outbox.deliveries({
      userId,
      taskId,
      executionId: null,
      kind: null,
      limit: EVERYTHING,
      offset: 0
    })
    const found: TaskSnapshot = {
      task: Option.getOrNull(yield* tasks.find(taskId)),
      claimed: yield* queue.isClaimed(taskId),
      executions: listed.toReversed().map((execution) => ({
        execution,
        attempts: attempts.filter((attempt) => attempt.executionId === execution.id)
      })),
      deliveries: owed.toReversed()
    }
    snapshot.set(label, found)
  }
  const result: Snapshot = snapshot
  return result
})
