import { assert } from "@effect/vitest"
import { Execution, ExecutionRepository, UnitOfWork } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { aJudgement } from "../fixtures/aJudgement.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

const stored = (executions: ReadonlyArray<Execution>) =>
  ExecutionRepository.use(({ find }) => Effect.forEach(executions, ({ id }) => find(id)))

const changesTo = (executions: ReadonlyArray<Execution>, status: Execution["status"]) =>
  executions.map((from) => ({ execution: { ...from, status }, from }))

/** Many executions at once, and what their tasks remember of them. */
export const executionBatchLaws = [
  storageLaw(
    "of many executions inserted together all are stored, or none where one is refused",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const [busy, idle] = [yield* given.task(), yield* given.task()]
      const both = [yield* given.unsavedExecution(busy), yield* given.unsavedExecution(idle, { status: "success" })]
      yield* executions.insert([])
      yield* executions.insert(both)
      assert.isTrue((yield* stored(both)).every(Option.isSome))
      const refused = [yield* given.unsavedExecution(idle), yield* given.unsavedExecution(busy)]
      const reason = yield* storageReasonOf(executions.insert(refused))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "one_open_execution" })
      assert.isTrue((yield* stored(refused)).every(Option.isNone))
    })
  ),
  storageLaw(
    "an insert that was refused leaves the transaction it was in usable",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const [busy, idle] = [yield* given.task(), yield* given.task()]
      yield* given.execution(busy)
      const second = yield* given.unsavedExecution(busy)
      const other = yield* given.unsavedExecution(idle)
      yield* (yield* UnitOfWork).transact(Effect.gen(function*() {
        assert.strictEqual((yield* storageReasonOf(executions.insert([second])))._tag, "Conflict")
        yield* executions.insert([other])
      }))
      assert.deepStrictEqual((yield* stored([second, other])).map(Option.isSome), [false, true])
    })
  ),
  storageLaw(
    "of many executions saved together all are written, or none where one has moved on",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const pending = yield* Effect.forEach([1, 2, 3], () => Effect.flatMap(given.task(), (task) => given.execution(task)))
      yield* executions.save([])
      yield* executions.save(changesTo(pending, "running"))
      const running = pending.map((execution): Execution => ({ ...execution, status: "running" }))
      const same = Effect.gen(function*() {
        const found = (yield* stored(pending)).map(Option.getOrThrow)
        assertSame(Schema.Array(Execution), found, running)
      })
      yield* same
      const oneMoved = changesTo([running[0]!, pending[1]!, running[2]!], "success")
      assert.strictEqual((yield* storageReasonOf(executions.save(oneMoved)))._tag, "StaleVersion")
      yield* same
      const twice = changesTo([running[0]!, running[1]!, running[1]!], "success")
      assert.strictEqual((yield* storageReasonOf(executions.save(twice)))._tag, "StaleVersion")
      yield* same
    })
  ),
  storageLaw(
    "findings are the evidence of the last good runs of each task, newest first",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const [often, once, never] = [yield* given.task(), yield* given.task(), yield* given.task()]
      const found = (task: typeof often, status: Execution["status"], evidence: string) =>
        given.execution(task, { status, judgement: aJudgement({ evidence }) })
      yield* found(often, "success", "60.00 EUR")
      yield* found(once, "success", "Sold out")
      yield* found(often, "success", "50.00 EUR")
      yield* found(often, "failed", "Not to be believed")
      yield* given.execution(often, { status: "success" })
      yield* found(often, "success", "45.00 EUR")
      yield* found(never, "cancelled", "Not to be believed")
      const findings = yield* executions.findings([often.id, never.id, once.id], 2)
      assert.deepStrictEqual(findings.get(often.id), ["45.00 EUR", "50.00 EUR"])
      assert.deepStrictEqual(findings.get(once.id), ["Sold out"])
      assert.deepStrictEqual(findings.get(never.id) ?? [], [])
      assert.strictEqual((yield* executions.findings([], 2)).size, 0)
    })
  )
]
