import { assert } from "@effect/vitest"
import { ExecutionRepository, StoreExamination, type TaskFacts, type TaskId, WorkQueue } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { anAttempt } from "../fixtures/anAttempt.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { claimOf, givenRun, settle } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const factsOf = (taskId: TaskId) =>
  Effect.gen(function*() {
    const { facts } = yield* (yield* StoreExamination).of(taskId)
    assert.lengthOf(facts, 1)
    return facts[0]!
  })

/** The store as somebody sees it who checks it. */
export const storeExaminationLaws = [
  storageLaw(
    "an examination walks all tasks by id, each once",
    Effect.gen(function*() {
      const examination = yield* StoreExamination
      const tasks = yield* Effect.forEach(Array.from({ length: 5 }), () => given.task())
      const seen: Array<TaskId> = []
      let after: TaskId | null = null
      for (;;) {
        const ids: ReadonlyArray<TaskId> = (yield* examination.page({ after, limit: 2 })).facts.map(({ taskId }) => taskId)
        seen.push(...ids)
        if (ids.length < 2) break
        after = ids.at(-1) ?? null
      }
      assert.deepStrictEqual(seen, [...new Set(seen)].sort())
      assert.includeMembers(seen, tasks.map(({ id }) => id))
    })
  ),
  storageLaw(
    "an examination shows what a task's rows say: its intent and lease, what is open, and what is owed",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const { claim, task } = yield* givenRun()
      const running = yield* given.execution(task, { status: "running", completedAt: null })
      yield* executions.insertAttempts([anAttempt({ executionId: running.id })])
      const over = yield* given.execution(task, { status: "success", notification: "It happened." })
      yield* executions.insertAttempts([anAttempt({ executionId: over.id })])
      const { now } = yield* ContractTime
      const during = yield* factsOf(task.id)
      assert.isNull(during.unreadable)
      assert.isNotNull(during.dueAt)
      assert.isAbove(during.leaseUntil!.epochMilliseconds, (yield* now).epochMilliseconds)
      assert.deepStrictEqual(during.open, [{ id: running.id, status: "running" }])
      assert.deepStrictEqual(during.strayTries, [over.id])
      assert.deepStrictEqual(during.unowed, [over.id])
      yield* settle([claim])
      yield* executions.save([{ execution: { ...running, status: "failed", completedAt: yield* now }, from: running }])
      const after = yield* factsOf(task.id)
      assert.deepInclude(after, { dueAt: null, leaseUntil: null, open: [] })
    })
  ),
  storageLaw(
    "an examination shows the deliveries that are not over, and those of them that are never due",
    Effect.gen(function*() {
      const { deliveries: [due, undated] } = yield* given.deliveries([{}, { dueAt: null }, { status: "sent", dueAt: null }])
      const facts = yield* factsOf(due!.taskId)
      const pending: TaskFacts["pending"] = [due!, undated!].map(({ id, kind }) => ({ id, kind }))
      assert.sameDeepMembers([...facts.pending], [...pending])
      assert.deepStrictEqual(facts.undatedDeliveries, [undated!.id])
    })
  ),
  storageLaw(
    "repairing the timers of a sound store changes nothing that is claimable",
    Effect.gen(function*() {
      const examination = yield* StoreExamination
      const running = yield* givenRun()
      const [due, idle] = yield* Effect.all([given.task(), given.task()])
      yield* (yield* WorkQueue).runNow(due.id)
      assert.deepStrictEqual(yield* examination.timers, { missing: 0, stray: 0 })
      yield* examination.repairTimers
      const claims = yield* claimOf([running.task, due, idle])
      assert.deepStrictEqual(claims.map(({ taskId }) => taskId), [due.id])
      assert.deepStrictEqual(yield* settle([running.claim]), [])
    })
  )
]
