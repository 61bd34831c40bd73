import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, it } from "@effect/vitest"
import { BudgetLedger, type ExecutionId, freshId, type ReservationRequest, type TaskId, type UserId } from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"
import { PostgresStorage } from "../src/index.ts"
import { template } from "./testStorage.ts"

const at = DateTime.makeUnsafe("2026-11-26T12:00:00Z")
const noCap = { tokens: null, microUsd: null }

it.live("two workers with connections of their own keep to one budget, and what they have spent is all that is counted", () =>
  Effect.gen(function*() {
    const { url } = yield* freshDatabase({ template })
    const sql = Context.get(yield* Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })), PgClient.PgClient)
    const workers = yield* Effect.forEach([1, 2], () =>
      Effect.map(Layer.build(PostgresStorage.layer({ url: Redacted.make(url), supervise: false })), Context.get(BudgetLedger)))
    // Two tasks of each of five owners: rows that many want, and want beside others.
    const owners = yield* Effect.all(Array.from({ length: 5 }, () => freshId<UserId>()))
    const tasks = yield* Effect.forEach([...owners, ...owners], (userId) => Effect.map(freshId<TaskId>(), (taskId) => ({ userId, taskId })))
    const caps = { task_day: noCap, user_day: noCap, month: { tokens: 70, microUsd: null } }
    const wanted = yield* Effect.forEach(Array.from({ length: 50 }, (_, n) => n), (n) =>
      Effect.map(freshId<ExecutionId>(), (executionId): ReservationRequest => ({
        ...tasks[n % tasks.length]!, executionId, fence: 1, amount: { tokens: 10, microUsd: 0 }, caps, at
      })))
    const answers = yield* Effect.forEach(wanted, (request, n) => Effect.map(workers[n % 2]!.reserve(request), (refusal) => ({ n, refusal, request })), {
      concurrency: "unbounded"
    })
    const reserved = answers.filter(({ refusal }) => refusal === null)
    assert.lengthOf(reserved, 7)
    // Whoever settles makes room for whoever comes meanwhile.
    const later = yield* Effect.forEach(reserved, ({ n, request }) =>
      Effect.andThen(
        workers[(n + 1) % 2]!.settle(request, { tokens: 4, microUsd: 0 }),
        Effect.flatMap(freshId<ExecutionId>(), (executionId) => workers[n % 2]!.reserve({ ...request, executionId }))
      ), { concurrency: "unbounded" })
    const again = later.filter((refusal) => refusal === null).length
    const counted = yield* sql<{ readonly window: string; readonly tokens: number }>`
      SELECT split_part(key, ':', 1) AS window, sum(tokens)::int AS tokens FROM vedette.budget_windows GROUP BY 1`
    for (const { tokens } of counted) assert.strictEqual(tokens, 7 * 4 + again * 10)
    assert.isAtMost(7 * 4 + again * 10, 70)
    assert.isAtLeast(again, 3)
  }).pipe(Effect.scoped, Effect.provide(SecureRandom.layerWebCrypto)))
