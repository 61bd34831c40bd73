import * as Effect from "effect/Effect"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder that every user may pass into, removed with the scope. */
export const temporaryFolder = Effect.acquireRelease(
  Effect.promise(async () => {
    const folder = await mkdtemp(join(tmpdir(), "vedette-embedded-"))
    await chmod(folder, 0o755)
    return folder
  }),
  // A server whose owner was killed may write its last while its folder is being removed.
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
)
