import { assert } from "@effect/vitest"
import { BudgetLedger, type BudgetWindow, type ExecutionId, freshId, type ReservationRequest, type TaskId, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { storageLaw } from "./storageLaw.ts"

const noCap = { tokens: null, microUsd: null }

/** Each law has months of its own: the month's window is everybody's. */
let years = 2100
const aMonth = (): DateTime.Utc => DateTime.makeUnsafe(`${years++}-03-31T23:00:00Z`)

const request = Effect.fnUntraced(function*(given: Partial<ReservationRequest>) {
  const made: ReservationRequest = {
    executionId: yield* freshId<ExecutionId>(),
    fence: 1,
    taskId: yield* freshId<TaskId>(),
    userId: yield* freshId<UserId>(),
    amount: { tokens: 10, microUsd: 100 },
    caps: { task_day: noCap, user_day: noCap, month: noCap },
    ...given,
    at: given.at ?? aMonth()
  }
  return made
})

/** How many more of 10 tokens a window takes, up to 5. What is tried is settled with nothing again. */
const roomFor = Effect.fnUntraced(function*(like: ReservationRequest) {
  const ledger = yield* BudgetLedger
  const taken: Array<ReservationRequest> = []
  for (let n = 0; n < 5; n++) {
    const next = { ...like, executionId: yield* freshId<ExecutionId>() }
    if ((yield* ledger.reserve(next)) !== null) break
    taken.push(next)
  }
  yield* Effect.forEach(taken, (one) => ledger.settle(one, { tokens: 0, microUsd: 0 }))
  return taken.length
})

const capped = (window: BudgetWindow, cap: { readonly tokens: number | null; readonly microUsd: number | null }) => ({
  task_day: noCap,
  user_day: noCap,
  month: noCap,
  [window]: cap
})

export const budgetLaws = [
  storageLaw(
    "of many who reserve at once no more than the cap is reserved",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      const at = aMonth()
      const caps = capped("month", { tokens: 70, microUsd: null })
      const many = yield* Effect.all(Array.from({ length: 50 }, () => request({ at, caps })))
      const answers = yield* Effect.forEach(many, ledger.reserve, { concurrency: "unbounded" })
      assert.lengthOf(answers.filter((window) => window === null), 7)
      assert.lengthOf(answers.filter((window) => window === "month"), 43)
    })
  ),
  storageLaw(
    "a reservation that a window refuses is counted in none",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      const one = yield* request({ caps: { ...capped("month", { tokens: null, microUsd: 150 }), task_day: { tokens: 20, microUsd: null } } })
      const other = { ...one, taskId: yield* freshId<TaskId>(), executionId: yield* freshId<ExecutionId>() }
      assert.isNull(yield* ledger.reserve(one))
      assert.strictEqual(yield* ledger.reserve(other), "month")
      // The month is full, and the other task's day has nothing counted in it.
      assert.strictEqual(yield* roomFor({ ...other, caps: capped("task_day", { tokens: 20, microUsd: null }) }), 2)
    })
  ),
  storageLaw(
    "an amount beyond the cap itself is refused by a window that nobody has used",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      for (const window of ["task_day", "user_day", "month"] as const) {
        assert.strictEqual(yield* ledger.reserve(yield* request({ caps: capped(window, { tokens: 9, microUsd: null }) })), window)
      }
    })
  ),
  storageLaw(
    "settling replaces what was reserved by what was spent, once",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      const one = yield* request({ caps: capped("user_day", { tokens: 50, microUsd: null }) })
      assert.isNull(yield* ledger.reserve(one))
      assert.strictEqual(yield* roomFor(one), 4)
      yield* ledger.settle(one, { tokens: 30, microUsd: 0 })
      assert.strictEqual(yield* roomFor(one), 2)
      yield* ledger.settle(one, { tokens: 0, microUsd: 0 })
      yield* ledger.settle({ ...one, fence: 2 }, { tokens: 0, microUsd: 0 })
      assert.strictEqual(yield* roomFor(one), 2)
    })
  ),
  storageLaw(
    "a try reserves once, however often it asks",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      const one = yield* request({ caps: capped("user_day", { tokens: 50, microUsd: null }) })
      // An answer that got lost on its way is asked for again; the second time at once with the third.
      assert.isNull(yield* ledger.reserve(one))
      assert.deepStrictEqual(yield* Effect.all([ledger.reserve(one), ledger.reserve(one)], { concurrency: 2 }), [null, null])
      assert.strictEqual(yield* roomFor(one), 4)
      // What is counted already needs no room.
      const full = { ...one, amount: { tokens: 30, microUsd: 0 }, caps: capped("user_day", { tokens: 10, microUsd: null }) }
      assert.isNull(yield* ledger.reserve(full))
    })
  ),
  storageLaw(
    "what is never settled stays counted, and every try reserves for itself",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      const one = yield* request({ caps: capped("task_day", { tokens: 20, microUsd: null }) })
      assert.isNull(yield* ledger.reserve(one))
      assert.isNull(yield* ledger.reserve({ ...one, fence: 2 }))
      assert.strictEqual(yield* ledger.reserve({ ...one, fence: 3 }), "task_day")
    })
  ),
  storageLaw(
    "other tasks, owners, days and months do not count",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      for (const window of ["task_day", "user_day", "month"] as const) {
        const one = yield* request({ caps: capped(window, { tokens: 10, microUsd: null }) })
        assert.isNull(yield* ledger.reserve(one))
        assert.strictEqual(yield* roomFor(one), 0)
        const later = { ...one, at: DateTime.add(one.at, { hours: 2 }) }
        const elsewhere = window === "task_day"
          ? { ...one, taskId: yield* freshId<TaskId>() }
          : { ...one, userId: yield* freshId<UserId>() }
        assert.strictEqual(yield* roomFor(later), 1)
        assert.strictEqual(yield* roomFor(elsewhere), window === "month" ? 0 : 1)
      }
    })
  ),
  storageLaw(
    "settling late counts in the windows that are left, and brings none back",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      // Before every other law's, and gone at its end.
      const at = DateTime.makeUnsafe("1980-01-15T12:00:00Z")
      const next = DateTime.makeUnsafe("1980-02-01T00:00:01Z")
      const one = yield* request({ at, caps: capped("month", { tokens: 20, microUsd: null }) })
      const other = { ...one, executionId: yield* freshId<ExecutionId>() }
      assert.isNull(yield* ledger.reserve(one))
      assert.isNull(yield* ledger.reserve(other))
      assert.strictEqual(yield* ledger.prune({ endedBefore: DateTime.makeUnsafe("1980-01-16T00:00:01Z"), limit: 100 }), 2)
      yield* ledger.settle(one, { tokens: 0, microUsd: 0 })
      // The month has room again; the days are not there to be counted in. One month and the two days of this one are left.
      assert.isNull(yield* ledger.reserve(yield* request({ at: DateTime.makeUnsafe("1980-01-31T00:00:00Z"), caps: one.caps })))
      assert.strictEqual(yield* ledger.prune({ endedBefore: next, limit: 100 }), 3)
      yield* ledger.settle(other, { tokens: 25, microUsd: 0 })
      assert.strictEqual(yield* ledger.prune({ endedBefore: next, limit: 100 }), 0)
    })
  ),
  storageLaw(
    "windows that are over are forgotten at most so many at once, with what was reserved in them",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      // Before every other law's, and gone at its end.
      const at = DateTime.makeUnsafe("1970-01-15T12:00:00Z")
      const next = DateTime.makeUnsafe("1970-02-01T00:00:01Z")
      // Five windows, a month and the days of two tasks and owners; and eight reservations.
      const { taskId, userId } = yield* request({ at })
      assert.isNull(yield* ledger.reserve(yield* request({ at })))
      for (let n = 0; n < 7; n++) assert.isNull(yield* ledger.reserve(yield* request({ at, taskId, userId })))
      assert.deepStrictEqual(yield* Effect.forEach([3, 4, 100, 100], (limit) => ledger.prune({ endedBefore: next, limit })), [3, 4, 1, 0])
    })
  ),
  storageLaw(
    "windows that are over are forgotten, and no others",
    Effect.gen(function*() {
      const ledger = yield* BudgetLedger
      // Before every other law's.
      const at = DateTime.makeUnsafe("1990-01-15T12:00:00Z")
      const one = yield* request({ at, caps: capped("month", { tokens: 10, microUsd: null }) })
      assert.isNull(yield* ledger.reserve(one))
      assert.strictEqual(yield* ledger.prune({ endedBefore: DateTime.makeUnsafe("1990-01-16T00:00:01Z"), limit: 100 }), 2)
      assert.strictEqual(yield* ledger.reserve(yield* request({ at, caps: one.caps })), "month")
      yield* ledger.prune({ endedBefore: DateTime.makeUnsafe("1990-03-01T00:00:00Z"), limit: 100 })
      assert.isNull(yield* ledger.reserve(yield* request({ at, caps: one.caps })))
      yield* ledger.prune({ endedBefore: DateTime.makeUnsafe("1990-03-01T00:00:00Z"), limit: 100 })
    })
  )
]
