import { EmbeddedPostgres } from "@vedette/postgres-embedded"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Does something with a PostgreSQL to make databases on: that of `TEST_DATABASE_URL`, or an embedded one of its own. */
export const withDatabase = async <A>(work: () => Promise<A>): Promise<A> => {
  if ((process.env["TEST_DATABASE_URL"] ?? "") !== "") return work()
  const dataDir = await mkdtemp(join(tmpdir(), "vedette-simulate-"))
  // mkdtemp makes 0700; as root PostgreSQL is another user, and could not look into it.
  await chmod(dataDir, 0o755)
  const scope = Scope.makeUnsafe()
  try {
    const { url } = await Effect.runPromise(Scope.provide(EmbeddedPostgres.start({ dataDir, durable: false }), scope))
    process.env["TEST_DATABASE_URL"] = url
    return await work()
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  }
}
