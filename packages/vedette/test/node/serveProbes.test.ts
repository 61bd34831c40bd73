import { MemoryStorage } from "@vedette/storage-memory"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { serveProbes } from "../../src/node/serveProbes.ts"

describe("serveProbes", () => {
  it.live("answers whether the process lives, is ready, and what it has counted, and nothing else", () =>
    Effect.gen(function*() {
      let isUp = true
      const check = Effect.suspend(() => isUp ? Effect.void : Effect.fail("password=hunter2"))
      const { url } = yield* serveProbes({ host: "127.0.0.1", port: 0, readiness: [{ name: "database", check }] })
      const ask = (path: string, method = "GET") =>
        Effect.promise(async () => {
          const answer = await fetch(`${url}${path}`, { method })
          return { status: answer.status, text: await answer.text() }
        })
      assert.deepStrictEqual(yield* ask("/livez"), { status: 200, text: "{\"status\":\"ok\"}" })
      assert.strictEqual((yield* ask("/readyz")).status, 200)
      isUp = false
      const not = yield* ask("/readyz?verbose")
      assert.strictEqual(not.status, 503)
      assert.deepStrictEqual(JSON.parse(not.text), { status: "not_ready", checks: [{ name: "database", ok: false }] })
      assert.include((yield* ask("/metrics")).text, "vedette_overdue_seconds 0")
      assert.strictEqual((yield* ask("/")).status, 404)
      assert.strictEqual((yield* ask("/livez", "POST")).status, 405)
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer)))
})
