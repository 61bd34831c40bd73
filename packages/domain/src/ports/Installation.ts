import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StorageError } from "./StorageError.ts"

/**
 * What a storage knows of the installation it belongs to.
 *
 * Laws
 * - The first sealed probe is kept: of many who bring theirs at once all get the same one, and so does everybody after.
 * - `requireSchema` succeeds on a storage that could be built, until a newer version changes it in a way this one would
 *   break on; then it fails, for good. Where the storage could not be asked the error may be retried.
 */
export class Installation extends Context.Service<Installation, {
  /** Stores the sealed probe unless one is stored, and answers the stored one. */
  readonly requireSchema: Effect.Effect<void, StorageError>
  readonly probe: (sealed: string) => Effect.Effect<string, StorageError>
}>()("@vedette/domain/ports/Installation") {}
