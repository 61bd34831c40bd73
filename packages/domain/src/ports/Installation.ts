import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StorageError } from "./StorageError.ts"

/**
 * What a storage knows of the installation it belongs to.
 *
 * Law
 * - The first sealed probe is kept: of many who bring theirs at once all get the same one, and so does everybody after.
 */
export class Installation extends Context.Service<Installation, {
  /** Stores the sealed probe unless one is stored, and answers the stored one. */
  readonly probe: (sealed: string) => Effect.Effect<string, StorageError>
}>()("@vedette/domain/ports/Installation") {}
