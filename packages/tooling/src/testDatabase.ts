import { EmbeddedPostgres } from "@vedette/postgres-embedded"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL on which tests may create databases. `freshDatabase` finds it by itself. */
    testDatabaseUrl: string
  }
}

interface TestServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

const embedded = async (): Promise<TestServer> => {
  const dataDir = await mkdtemp(join(tmpdir(), "vedette-test-"))
  // mkdtemp makes 0700; as root PostgreSQL is another user, and would move the data out of the folder removed below.
  await chmod(dataDir, 0o755)
  const scope = Scope.makeUnsafe()
  const stop = async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  }
  const started = EmbeddedPostgres.start({ dataDir, durable: false }).pipe(Scope.provide(scope))
  const running = await Effect.runPromise(started).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url: running.url, stop }
}

/** Only when asked for (`TEST_POSTGRES=testcontainers`): it needs a container engine and an image from a registry. */
const container = async (): Promise<TestServer> => {
  const { PostgreSqlContainer } = await import("@testcontainers/postgresql")
  const running = await new PostgreSqlContainer("postgres:18-alpine").start()
  return {
    url: running.getConnectionUri(),
    stop: async () => {
      await running.stop()
    }
  }
}

/** vitest's global setup: `TEST_DATABASE_URL` if set, else the embedded PostgreSQL, not durable and removed afterwards. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const given = process.env["TEST_DATABASE_URL"]
  const server: TestServer = given !== undefined && given !== ""
    ? { url: given, stop: async () => undefined }
    : process.env["TEST_POSTGRES"] === "testcontainers"
    ? await container()
    : await embedded()
  // The workers inherit the environment, so tests and the programs they spawn need no vitest to find the server.
  process.env["TEST_DATABASE_URL"] = server.url
  project.provide("testDatabaseUrl", server.url)
  return server.stop
}
