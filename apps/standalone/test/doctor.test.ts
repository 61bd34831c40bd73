import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { migrate } from "@vedette/storage-postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { printReport } from "../src/doctor/printReport.ts"
import { startProgram } from "./support/program.ts"

describe("npm run doctor", () => {
  it.live("ends with 0 on a sound store, in words or as JSON, and with 78 on what it does not understand", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      yield* migrate({ url: Redacted.make(url) })
      const run = Effect.fnUntraced(function*(...args: ReadonlyArray<string>) {
        const program = yield* startProgram("apps/standalone/src/doctor.ts", { DATABASE_URL: url }, args)
        return { code: yield* program.ended, output: program.output() }
      })
      const [sound, json, help, wrong] = yield* Effect.all([run(), run("--json"), run("--help"), run("--heal")], { concurrency: 4 })
      assert.deepStrictEqual(sound, { code: 0, output: "Looked at 0 tasks and at what wakes them. Nothing is broken.\n" })
      assert.strictEqual(json.code, 0)
      assert.deepStrictEqual(JSON.parse(json.output), { tasks: 0, findings: [] })
      assert.strictEqual(help.code, 0)
      assert.include(help.output, "repair what is broken")
      assert.strictEqual(wrong.code, 78)
      assert.include(wrong.output, "--fix")
    }).pipe(Effect.scoped), 60_000)

  it("says what is broken, of what, and how to repair it", () => {
    const finding = { invariant: "active-task-is-watched", taskId: null, detail: "it is asleep", repaired: false }
    assert.match(printReport({ tasks: 1, findings: [finding] }, false), /active-task-is-watched +it is asleep\n\nnpm run doctor -- --fix/)
    assert.match(printReport({ tasks: 1, findings: [{ ...finding, repaired: true }] }, true), /\(repaired\)\n\nAll of it/)
    assert.match(printReport({ tasks: 2, findings: [finding] }, true), /1 could not be repaired: the errors above say why/)
  })
})
