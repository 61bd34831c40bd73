import * as PgClient from "@effect/sql-pg/PgClient"
import { EmbeddedPostgres, type RunningPostgres } from "@vedette/postgres-embedded"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { client } from "./client.ts"
import { type Program, startProgram } from "./program.ts"
import { scratchFolder } from "./scratchFolder.ts"

export const apiKey = "sk_a-key-for-this-test-alone-000000000000000000"

export interface InstallationOptions {
  readonly workers: number
  /** Settings of the workers and the server beside those that make them find each other. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * A whole installation as processes of this machine: a database, a server and workers, each of which can be killed and
 * started again for itself. The database keeps its port and the server its URL.
 */
export const openInstallation = Effect.fn("openInstallation")(function*(options: InstallationOptions) {
  const dataDir = yield* scratchFolder
  const scope = yield* Effect.scope

  let database: { readonly running: RunningPostgres; readonly life: Scope.Closeable } | null = null
  const startDatabase = Effect.gen(function*() {
    const life = yield* Scope.fork(scope)
    const port = database === null ? {} : { port: Number(new URL(database.running.url).port) }
    // Durable: what was committed has to survive a kill of the database, too.
    database = { running: yield* Scope.provide(EmbeddedPostgres.start({ dataDir, ...port }), life), life }
    return database.running
  })
  const { url } = yield* startDatabase

  /** Ends the database as the signal does, and starts it again on its port. SIGINT: at once, telling every client. */
  const restartDatabase = Effect.fn("restartDatabase")(function*(signal: "SIGINT" | "SIGKILL") {
    if (database === null) return
    const { life, running } = database
    yield* Effect.sync(() => process.kill(running.pid, signal))
    yield* running.ended
    yield* Scope.close(life, Exit.void)
    yield* startDatabase
  })

  const environment = {
    DATABASE_URL: url,
    VEDETTE_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
    VEDETTE_API_KEY: apiKey,
    VEDETTE_ALLOW_PRIVATE_ADDRESSES: "1",
    VEDETTE_RATE_LIMIT: "1000000",
    PORT: "0",
    ...options.settings
  }
  const server = yield* startProgram("apps/server/src/main.ts", environment)
  const serverUrl = (yield* server.says(/ready on (\S+)/))[1] ?? ""
  let serving: Program = server
  const restartServer = Effect.gen(function*() {
    yield* serving.kill("SIGKILL")
    yield* serving.ended
    serving = yield* Scope.provide(
      startProgram("apps/server/src/main.ts", { ...environment, PORT: new URL(serverUrl).port }),
      scope
    )
    // Nobody starts it again here if the next fault meets its start: a program that cannot reach its database then ends.
    yield* serving.says(/ready on (\S+)/)
  })

  const workers: Array<Program> = []
  const startWorker = Effect.gen(function*() {
    const worker = yield* Scope.provide(startProgram("apps/worker/src/main.ts", environment), scope)
    workers.push(worker)
    return worker
  })
  const killWorker = Effect.fn("killWorker")(function*(worker: Program) {
    workers.splice(workers.indexOf(worker), 1)
    yield* worker.kill("SIGKILL")
    yield* worker.ended
  })
  const stopWorkers = Effect.gen(function*() {
    const stopping = workers.splice(0)
    yield* Effect.forEach(stopping, (worker) => Effect.andThen(worker.kill("SIGTERM"), worker.ended), { concurrency: "unbounded" })
  })
  const startWorkers = Effect.gen(function*() {
    const started = yield* Effect.all(Array.from({ length: options.workers }, () => startWorker), { concurrency: "unbounded" })
    yield* Effect.forEach(started, (worker) => worker.says(/worker is ready/), { concurrency: "unbounded" })
  })
  yield* startWorkers

  /** One connection at a time, made anew for each question: the database may have been restarted in between. */
  const ask = <A extends object>(statement: string, ...values: ReadonlyArray<unknown>) =>
    Effect.gen(function*() {
      const pg = yield* Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 }))
      return yield* Context.get(pg, PgClient.PgClient).unsafe<A>(statement, [...values])
    }).pipe(Effect.scoped)

  return {
    url,
    api: client(serverUrl, apiKey),
    ask,
    workers: (): ReadonlyArray<Program> => workers,
    startWorker,
    startWorkers,
    stopWorkers,
    killWorker,
    restartServer,
    restartDatabase
  }
})

export type Installation = Effect.Success<ReturnType<typeof openInstallation>>
