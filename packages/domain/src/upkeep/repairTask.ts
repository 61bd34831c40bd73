import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { cancelExecutions } from "../execution/cancelExecution.ts"
import { executionLifecycle } from "../execution/executionLifecycle.ts"
import { advance } from "../lifecycle.ts"
import { deliveryLifecycle } from "../notification/deliveryLifecycle.ts"
import { oweNotification } from "../notification/oweNotification.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { Outbox } from "../ports/Outbox.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import type { TaskFacts } from "../ports/StoreExamination.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import type { ExaminedAt } from "./storeInvariants.ts"

/** More deliveries than a task has pending. */
const ALL = 10_000

/**
 * Ends the permit that nobody holds and begins the run anew, or closes it: then what is active is watched, and what is not
 * rests.
 */
const repairRun = Effect.fnUntraced(function*(facts: TaskFacts, broken: ReadonlySet<string>, { now }: ExaminedAt) {
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  if (broken.has("lease-has-a-heartbeat") || broken.has("lease-has-a-run")) yield* queue.revoke(facts.taskId)
  const claimed = yield* queue.isClaimed(facts.taskId)
  const open = (yield* executions.findOpen([facts.taskId]))[0]
  if (open !== undefined && open.status === "running" && !claimed) {
    yield* executions.endAttempts([{
      executionId: open.id,
      outcome: "lost",
      category: null,
      errorMessage: "The worker stopped.",
      endedAt: now,
      usage: null
    }])
    const waiting = { ...open, status: advance(executionLifecycle, open.status, "leaseLost") }
    yield* executions.save([{ execution: waiting, from: open }])
    if (facts.state === "active" || facts.dueAt !== null) yield* queue.runNow(facts.taskId)
    else yield* cancelExecutions([waiting], `The worker stopped. It was not tried again, because the task is ${facts.state}.`, now)
    return
  }
  if (open !== undefined && facts.dueAt === null && !claimed && facts.state !== "active") {
    yield* cancelExecutions([open], `Nothing was to take it up, because the task is ${facts.state}.`, now)
  }
  if (broken.has("active-task-is-watched")) yield* queue.runNow(facts.taskId)
  if (broken.has("wake-up-has-an-intent")) yield* queue.cancel(facts.taskId)
})

const repairDeliveries = Effect.fnUntraced(function*(facts: TaskFacts, { kinds, now }: ExaminedAt) {
  const outbox = yield* Outbox
  const owed = yield* outbox.deliveries({
    userId: facts.userId,
    taskId: facts.taskId,
    executionId: null,
    kind: null,
    limit: ALL,
    offset: 0
  })
  for (const delivery of owed.filter(({ status }) => status === "pending")) {
    if (!kinds.has(delivery.kind)) {
      yield* outbox.save({
        ...delivery,
        status: advance(deliveryLifecycle, delivery.status, "skip"),
        dueAt: null,
        lastError: `This server has no channel "${delivery.kind}".`,
        completedAt: now
      }, null)
    } else if (delivery.dueAt === null) {
      yield* outbox.save({ ...delivery, dueAt: now }, null)
    }
  }
})

/** Repairs what is broken of one task, inside the caller's transaction, which holds its lock. A row that cannot be read stays. */
export const repairTask = Effect.fn("repairTask")(function*(
  facts: TaskFacts,
  broken: ReadonlySet<string>,
  at: ExaminedAt
) {
  const executions = yield* ExecutionRepository
  const tasks = yield* TaskRepository
  yield* repairRun(facts, broken, at)
  if (facts.strayTries.length > 0) {
    yield* executions.endAttempts(facts.strayTries.map((executionId) => ({
      executionId,
      outcome: "lost",
      category: null,
      errorMessage: "The worker stopped.",
      endedAt: at.now,
      usage: null
    })))
  }
  if (facts.unowed.length > 0) {
    const task = Option.getOrThrow(yield* tasks.find(facts.taskId))
    for (const execution of yield* executions.findMany(facts.unowed)) {
      if (execution.notification === null) continue
      yield* oweNotification(task, execution, {
        event: "condition_met",
        answer: execution.notification,
        judgement: execution.judgement,
        health: null
      }, at.now)
    }
  }
  if (broken.has("delivery-is-due") || broken.has("delivery-has-a-channel")) yield* repairDeliveries(facts, at)
})
