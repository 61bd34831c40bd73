import type { Conflict, StorageError } from "@vedette/domain"
import * as Effect from "effect/Effect"

/** Runs `otherwise` where a uniqueness rule refused the write. */
export const onConflict = (rule: Conflict["rule"], otherwise: () => Effect.Effect<void, StorageError>) =>
(write: Effect.Effect<void, StorageError>) =>
  Effect.catchIf(write, (error) => error.reason._tag === "Conflict" && error.reason.rule === rule, otherwise)
