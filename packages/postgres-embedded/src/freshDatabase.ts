import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { createHash, randomBytes } from "node:crypto"
import pg from "pg"

/** A database for one test, which nobody else has ever written to. */
export interface FreshDatabase {
  readonly url: string
}

export interface DatabaseTemplate<E, R> {
  /** Names the template on the server; put a version or a hash of the migrations into it. */
  readonly name: string
  /** Fills the template (migrations, seeds). Runs once per server and name, and must leave no connection open. */
  readonly prepare: (url: string) => Effect.Effect<void, E, R>
}

/** There is no PostgreSQL to make databases on, or it refused. */
export class TestDatabaseUnavailable
  extends Schema.TaggedError<TestDatabaseUnavailable>()("TestDatabaseUnavailable", { message: Schema.String })
{}

const onServer = (database: string): string => {
  const url = new URL(adminUrl())
  url.pathname = `/${database}`
  return url.href
}

const adminUrl = (): string => {
  const url = process.env["TEST_DATABASE_URL"]
  if (url === undefined || url === "") {
    throw new Error("TEST_DATABASE_URL is not set. Under vitest the global setup of this repository sets it; else set it yourself.")
  }
  return url
}

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, TestDatabaseUnavailable> =>
  Effect.tryPromise({
    try: run,
    catch: (error) => new TestDatabaseUnavailable({ message: error instanceof Error ? error.message : String(error) })
  })

const connect = Effect.acquireRelease(
  attempt(async () => {
    const client = new pg.Client({ connectionString: adminUrl() })
    // A dropped connection shows in the next query; unheard it would end the test process.
    client.on("error", () => undefined)
    await client.connect()
    return client
  }),
  (client) => Effect.promise(() => client.end().catch(() => undefined))
)

const quoted = (name: string): string => pg.escapeIdentifier(name)

// PostgreSQL cuts longer identifiers silently, and two templates would become one.
const longestName = 63

const templateNameOf = (name: string): string => {
  const wanted = `template_${name}`
  return wanted.length <= longestName
    ? wanted
    : `template_${createHash("sha256").update(name).digest("hex").slice(0, 32)}`
}

// `vedette` in ASCII, cut to the first of the two 32-bit keys of an advisory lock: other users of the server are let be.
const lockSpace = 0x76656465

/** Prepares the template under an advisory lock: of many test files that want it at once one makes it and the others wait. */
const ensureTemplate = <E, R>(client: pg.Client, template: DatabaseTemplate<E, R>) => {
  const name = templateNameOf(template.name)
  const building = `${name.slice(0, longestName - 4)}_new`
  const key = createHash("sha256").update(name).digest().readInt32BE(0)
  return Effect.acquireUseRelease(
    attempt(() => client.query("SELECT pg_advisory_lock($1, $2)", [lockSpace, key])),
    Effect.fnUntraced(function*() {
      const found = yield* attempt(() => client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]))
      if ((found.rowCount ?? 0) > 0) return name
      // It gets its name only when it is ready: a run that was killed half-way leaves no template that looks complete.
      yield* attempt(() => client.query(`DROP DATABASE IF EXISTS ${quoted(building)} WITH (FORCE)`))
      yield* attempt(() => client.query(`CREATE DATABASE ${quoted(building)} TEMPLATE template0`))
      yield* template.prepare(onServer(building))
      yield* attempt(() => client.query(`ALTER DATABASE ${quoted(building)} RENAME TO ${quoted(name)}`))
      return name
    }),
    () => Effect.promise(() => client.query("SELECT pg_advisory_unlock($1, $2)", [lockSpace, key]).catch(() => undefined))
  )
}

/**
 * A uniquely named database on the server of `TEST_DATABASE_URL`, dropped when the scope closes, whoever is still
 * connected. With a template it is a clone of it (some 80 ms, against a second of migrations).
 */
export const freshDatabase = Effect.fnUntraced(function*<E = never, R = never>(
  options: { readonly template?: DatabaseTemplate<E, R> } = {}
): Effect.fn.Return<FreshDatabase, TestDatabaseUnavailable | E, Scope.Scope | R> {
  const client = yield* connect
  const template = options.template === undefined ? "template0" : yield* ensureTemplate(client, options.template)
  const name = `test_${randomBytes(9).toString("hex")}`
  yield* Effect.acquireRelease(
    // Without fsync, as the test server runs, copying files takes 80 ms and the default WAL_LOG 250 ms.
    attempt(() => client.query(`CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)} STRATEGY FILE_COPY`)),
    () => Effect.promise(() => client.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`).catch(() => undefined))
  )
  return { url: onServer(name) }
})
