import { assert } from "@effect/vitest"
import { Attempt, type AttemptEnd, ExecutionRepository, noUsage } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { anAttempt } from "../fixtures/anAttempt.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

/** Two executions, and each with an attempt that was lost and one in progress. */
const givenAttempts = Effect.gen(function*() {
  const executions = yield* ExecutionRepository
  const attempts: Array<readonly [lost: Attempt, running: Attempt]> = []
  for (let i = 0; i < 2; i++) {
    const { id: executionId } = yield* given.execution(yield* given.task())
    attempts.push([
      anAttempt({ executionId, outcome: "lost", endedAt: fixtureNow }),
      anAttempt({ executionId, n: 2, fence: 2, worker: "worker-2" })
    ])
  }
  const [first, second] = [attempts[0]!, attempts[1]!]
  yield* executions.insertAttempts([second[1], first[1], second[0], first[0]])
  return { first, second }
})

const endOf = ({ executionId }: Attempt, end: Partial<AttemptEnd> = {}): AttemptEnd => ({
  executionId,
  outcome: "failed",
  category: "network",
  errorMessage: "No answer.",
  endedAt: fixtureNow,
  usage: { pages: 1, searches: 2, modelCalls: 3, tokens: 4_000, bytes: 5, costMicroUsd: null },
  ...end
})

/** The tries of executions. */
export const attemptLaws = [
  storageLaw(
    "attempts come by execution and in their order",
    Effect.gen(function*() {
      const { attempts } = yield* ExecutionRepository
      const { first, second } = yield* givenAttempts
      const ids = [second[0].executionId, first[0].executionId]
      assertSame(Schema.Array(Attempt), yield* attempts(ids), [...first, ...second])
      assertSame(Schema.Array(Attempt), yield* attempts([second[0].executionId]), second)
      assert.deepStrictEqual(yield* attempts([]), [])
    })
  ),
  storageLaw(
    "the attempt in progress is ended, and one that has ended stays as it is",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const { first, second } = yield* givenAttempts
      yield* executions.endAttempts([endOf(first[1]), endOf(second[1], { outcome: "success", category: null, errorMessage: null, usage: null })])
      yield* executions.endAttempts([endOf(first[1], { outcome: "cancelled" })])
      const { executionId: _, ...failed } = endOf(first[1])
      assertSame(Schema.Array(Attempt), yield* executions.attempts([first[0].executionId, second[0].executionId]), [
        first[0],
        { ...first[1], ...failed },
        second[0],
        { ...second[1], outcome: "success", endedAt: fixtureNow }
      ])
    })
  ),
  storageLaw(
    "what an attempt in progress has cost is told by its fence once, and an end that does not know leaves it",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const { first, second } = yield* givenAttempts
      const usage = { ...noUsage, modelCalls: 1, tokens: 7 }
      const { executionId, fence } = first[1]
      yield* executions.endAttempts([endOf(second[1], { usage: null })])
      yield* executions.tellUsage([{ executionId, fence: fence + 1, usage: { ...usage, tokens: 9 } }])
      yield* executions.tellUsage([...first, ...second].map((attempt) => ({ ...attempt, usage })))
      yield* executions.tellUsage([{ executionId, fence, usage: { ...usage, tokens: 8 } }])
      yield* executions.endAttempts([endOf(first[1], { usage: null })])
      const tries = yield* executions.attempts([first[0].executionId, second[0].executionId])
      assert.deepStrictEqual(
        [...first, ...second].map(({ executionId, n }) => tries.find((attempt) => attempt.executionId === executionId && attempt.n === n)?.usage),
        [null, usage, null, null]
      )
    })
  ),
  storageLaw(
    "a second attempt in progress is refused, and with it all that were to be stored",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const { first, second } = yield* givenAttempts
      yield* executions.endAttempts([endOf(first[1])])
      const third = anAttempt({ executionId: first[0].executionId, n: 3 })
      const refused = [third, anAttempt({ executionId: second[0].executionId, n: 3 })]
      assert.strictEqual((yield* storageReasonOf(executions.insertAttempts(refused)))._tag, "Conflict")
      assert.lengthOf(yield* executions.attempts(refused.map(({ executionId }) => executionId)), 4)
      yield* executions.insertAttempts([third])
      assert.lengthOf(yield* executions.attempts([third.executionId]), 3)
    })
  )
]
