import { checkSecretKey, type Secrets, WrongSecretKey } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { WebCryptoSecrets } from "../../src/index.ts"

const keyOf = (byte: number) => WebCryptoSecrets.layer({ key: Redacted.make(new Uint8Array(32).fill(byte)) })
const start = (secrets: Layer.Layer<Secrets>) => Effect.provide(checkSecretKey, secrets)

describe("checkSecretKey", () => {
  it.effect("the key that was first is let in again, and another one is refused in a plain sentence", () =>
    Effect.gen(function*() {
      yield* start(keyOf(1))
      yield* start(keyOf(1))
      const refusal = yield* Effect.flip(start(keyOf(2)))
      assert.instanceOf(refusal, WrongSecretKey)
      assert.match(refusal.message, /^The VEDETTE_SECRET_KEY is not the one .* Set that one .*secret-key/)
      yield* start(keyOf(1))
    }).pipe(Effect.provide(MemoryStorage.layer)))

  it.effect("of many that start at once with different keys on a new database, those of one key go on", () =>
    Effect.gen(function*() {
      const keys = Array.from({ length: 20 }, (_, n) => n % 2)
      const refused = yield* Effect.forEach(keys, (key) => Effect.isFailure(start(keyOf(key))), { concurrency: "unbounded" })
      const of = (key: number) => refused.filter((_, n) => keys[n] === key)
      assert.sameDeepMembers([of(0), of(1)], [Array.from({ length: 10 }, () => true), Array.from({ length: 10 }, () => false)])
    }).pipe(Effect.provide(MemoryStorage.layer)))
})
