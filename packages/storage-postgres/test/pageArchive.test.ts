import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import { type CitedPage, type ExecutionId, ExecutionRepository, freshId, LONGEST_CITED_URL, PageArchive } from "@vedette/domain"
import { anExecution, fixtureNow } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

const storedExecution = Effect.gen(function*() {
  const [task] = yield* storedTasks(1)
  const execution = anExecution({ id: yield* freshId<ExecutionId>(), taskId: task!.id, userId: task!.userId, status: "success" })
  yield* ExecutionRepository.use((executions) => executions.insert([execution]))
  return execution.id
})

const pageOf = (executionId: ExecutionId, n: number, overrides: Partial<CitedPage> = {}): CitedPage => ({
  executionId,
  url: `https://shop.example/${n}`,
  hash: String(n).padStart(64, "0"),
  text: "In stock. ".repeat(20_000),
  readAt: fixtureNow,
  ...overrides
})

const rows = Effect.flatMap(PgClient.PgClient, (sql) =>
  sql.unsafe<{ readonly hash: string; readonly packed: number; readonly bytes: number }>(
    "SELECT hash, octet_length(body) AS packed, bytes FROM vedette.page_texts"
  ))

layer(testStorage, { excludeTestServices: true })("the page archive in PostgreSQL", (it) => {
  it.effect("keeps texts compressed", () =>
    Effect.gen(function*() {
      yield* PageArchive.use(Effect.fnUntraced(function*(archive) {
        yield* archive.keep([pageOf(yield* storedExecution, 1)])
      }))
      const [row] = yield* rows
      assert.strictEqual(row?.bytes, 200_000)
      assert.isBelow(row!.packed, 5_000)
    }))

  it.effect("takes the longest address that is cited, however little it packs", () =>
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const executionId = yield* storedExecution
      // Hashes of a count: as good as random to the database's compression.
      const noise = Array.from({ length: 60 }, (_, n) => createHash("sha512").update(String(n)).digest("base64url")).join("")
      const url = `https://shop.example/?q=${noise}`.slice(0, LONGEST_CITED_URL)
      assert.lengthOf(url, LONGEST_CITED_URL)
      yield* archive.keep([pageOf(executionId, 1, { url })])
      assert.deepStrictEqual((yield* archive.list(executionId)).map((page) => page.url), [url])
    }))

  it.effect("many who keep and prune the same pages at once, in any order, hold up and lose nothing", () =>
    Effect.gen(function*() {
      const archive = yield* PageArchive
      const ids = yield* Effect.forEach(Array.from({ length: 8 }), () => storedExecution)
      const keeping = ids.map((id, index) => {
        const pages = Array.from({ length: 6 }, (_, n) => pageOf(id, n + 2))
        return archive.keep(index % 2 === 0 ? pages : pages.toReversed())
      })
      // As the duty does it: what was read an hour ago and is not cited yet would go, and what is read now stays.
      const cut = DateTime.subtract(fixtureNow, { hours: 1 })
      const pruning = archive.prune({ readBefore: cut, uncitedBefore: cut, limit: 100 })
      yield* Effect.all([...keeping, pruning, pruning], { concurrency: "unbounded" })
      for (const id of ids) assert.lengthOf(yield* archive.list(id), 6)
      assert.lengthOf((yield* rows).filter(({ hash }) => Number(hash) > 1), 6)
    }))
})
