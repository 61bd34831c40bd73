import { type CitedPage, PageArchive } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { packText, unpackText } from "./pageText.ts"

/**
 * A text that was read so short a time before needs no second packing and no write: it can be dropped as uncited an hour after its last
 * read at the soonest (`prunePages`), and by then it is cited.
 */
const FRESH_MS = 30 * 60_000

interface ReadRow {
  readonly url: string
  readonly hash: string
  readonly readAt: Date
  readonly bytes: number
}

const toKeptPage = ({ bytes, hash, readAt, url }: ReadRow) => ({ url, hash, bytes, readAt: DateTime.makeUnsafe(readAt) })

/** Each text once, as it was read last, in the order of the hashes: statements that lock in one order never lock each other out. */
const textsOf = (pages: ReadonlyArray<CitedPage>): ReadonlyArray<CitedPage> => {
  const newest = pages.toSorted((a, b) => DateTime.toEpochMillis(a.readAt) - DateTime.toEpochMillis(b.readAt))
  return [...new Map(newest.map((page) => [page.hash, page])).values()].toSorted((a, b) => a.hash < b.hash ? -1 : 1)
}

export const PostgresPageArchive: Layer.Layer<PageArchive, never, Database> = Layer.effect(
  PageArchive,
  Effect.map(Database, ({ json, sql, table }) => {
    const texts = table("page_texts")
    const reads = table("page_reads")

    const stale = Effect.fnUntraced(function*(pages: ReadonlyArray<CitedPage>) {
      const rows = yield* sql<{ readonly hash: string; readonly lastReadAt: Date }>`
        SELECT t.hash, t.last_read_at AS "lastReadAt" FROM ${texts} t WHERE t.hash = ANY(${pages.map(({ hash }) => hash)}::text[])`
      const known = new Map(rows.map(({ hash, lastReadAt }) => [hash, lastReadAt.getTime()]))
      return pages.filter(({ hash, readAt }) => (known.get(hash) ?? -Infinity) < DateTime.toEpochMillis(readAt) - FRESH_MS)
    })

    return PageArchive.of({
      // No transaction around it: a text that nothing cites in the end is dropped, and so a hot page's lock is never held for long.
      keep: Effect.fn("PageArchive.keep")(function*(pages) {
        for (const { hash, readAt, text } of yield* stale(textsOf(pages))) {
          yield* sql`
            INSERT INTO ${texts} AS t (hash, bytes, body, last_read_at)
            VALUES (${hash}, ${Buffer.byteLength(text)}, ${yield* packText(text)}::bytea, ${DateTime.toDate(readAt)})
            ON CONFLICT (hash) DO UPDATE SET last_read_at = greatest(t.last_read_at, excluded.last_read_at)`
        }
        const wanted = pages.map(({ executionId, hash, readAt, url }) => ({ executionId, hash, url, readAt: DateTime.formatIso(readAt) }))
        yield* sql`
          INSERT INTO ${reads} AS r (execution_id, url, hash, read_at)
          SELECT w."executionId", w.url, w.hash, max(w."readAt")
          FROM jsonb_to_recordset(${json(wanted)}) AS w("executionId" uuid, url text, hash text, "readAt" timestamptz)
          WHERE w."executionId" IN (
            SELECT e.id FROM ${table("executions")} e
            WHERE e.id = ANY(${[...new Set(pages.map(({ executionId }) => executionId))].toSorted()}::uuid[])
            FOR KEY SHARE
          )
          GROUP BY w."executionId", w.url, w.hash
          ORDER BY w."executionId", w.url, w.hash
          ON CONFLICT (execution_id, url, hash) DO UPDATE SET read_at = greatest(r.read_at, excluded.read_at)`
      }, asOperation),

      list: Effect.fn("PageArchive.list")(function*(executionId) {
        const rows = yield* sql<ReadRow>`
          SELECT r.url, r.hash, r.read_at AS "readAt", t.bytes
          FROM ${reads} r JOIN ${texts} t ON t.hash = r.hash
          WHERE r.execution_id = ${executionId}::uuid
          ORDER BY r.url COLLATE "C", r.hash COLLATE "C"`
        return rows.map(toKeptPage)
      }, asOperation),

      read: Effect.fn("PageArchive.read")(function*(executionId, hash) {
        const [row] = yield* sql<ReadRow & { readonly body: Uint8Array }>`
          SELECT r.url, r.hash, r.read_at AS "readAt", t.bytes, t.body
          FROM ${reads} r JOIN ${texts} t ON t.hash = r.hash
          WHERE r.execution_id = ${executionId}::uuid AND r.hash = ${hash}
          ORDER BY r.url COLLATE "C"
          LIMIT 1`
        return row === undefined ? Option.none() : Option.some({ ...toKeptPage(row), text: yield* unpackText(row.body) })
      }, asOperation),

      prune: Effect.fn("PageArchive.prune")(function*({ limit, readBefore, uncitedBefore }) {
        const old = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT r.execution_id, r.url, r.hash FROM ${reads} r
            WHERE r.read_at < ${DateTime.toDate(readBefore)}
            ORDER BY r.read_at
            LIMIT ${limit}
            FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${reads} r USING o
          WHERE r.execution_id = o.execution_id AND r.url = o.url AND r.hash = o.hash
          RETURNING 1`
        const uncited = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT t.hash FROM ${texts} t
            WHERE t.last_read_at < ${DateTime.toDate(uncitedBefore)} AND NOT EXISTS (SELECT FROM ${reads} r WHERE r.hash = t.hash)
            LIMIT ${limit}
            FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${texts} t USING o WHERE t.hash = o.hash RETURNING 1`
        return old.length + uncited.length
      }, asOperation)
    })
  })
)
