import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { migrate, PostgresStorage } from "@vedette/storage-postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** A database of its own for each suite. */
export const freshStorage = Layer.unwrap(Effect.gen(function*() {
  const { url } = yield* freshDatabase()
  yield* migrate({ url: Redacted.make(url) })
  return PostgresStorage.layer({ url: Redacted.make(url), supervise: false })
}))
