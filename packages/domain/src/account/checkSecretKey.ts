import * as Effect from "effect/Effect"
import { Installation } from "../ports/Installation.ts"
import { Secrets } from "../ports/Secrets.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { WrongSecretKey } from "./refusals.ts"

/** What is sealed says nothing: that the installation's key opens it is all that is asked of it. */
const PROBE = "vedette"

/**
 * Refuses to go on with another key than the one this storage's secrets were sealed with. With a wrong one everything
 * would seem to work until something is to be told: then no webhook could be signed.
 *
 * The first process to ask settles which key it is. A program asks once, after migrating and before it serves or works.
 */
export const checkSecretKey: Effect.Effect<void, StorageError | WrongSecretKey, Installation | Secrets> = Effect.gen(function*() {
  const installation = yield* Installation
  const secrets = yield* Secrets
  const stored = yield* installation.probe(yield* secrets.seal(PROBE))
  yield* Effect.mapError(secrets.open(stored), () => new WrongSecretKey())
}).pipe(Effect.withSpan("checkSecretKey"))
