import { StorageError, type StorageReason } from "@vedette/domain"
import * as Effect from "effect/Effect"

/** The reason an effect was refused for. Its success, or any other failure, is a broken law. */
export const storageReasonOf = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<StorageReason, unknown, R> =>
  Effect.flatMap(Effect.flip(effect), (error) =>
    error instanceof StorageError ? Effect.succeed(error.reason) : Effect.fail(error))
