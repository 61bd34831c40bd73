import { assert, describe, it } from "@effect/vitest"
import * as PgClient from "@effect/sql-pg/PgClient"
import { type Claim, WorkQueue } from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { migrate, PostgresStorage } from "../src/index.ts"
import { storedTasks } from "./given.ts"

/** Far beyond the test: what ends it early is the worker's death. */
const lease = Duration.hours(1)

const claim = (queue: WorkQueue["Service"], worker: string): Effect.Effect<ReadonlyArray<Claim>, unknown> =>
  queue.claim({ limit: 10, lease, worker })

/** Two workers on one database; the first has claimed a task and will not finish it. */
const twoWorkers = Effect.gen(function*() {
  const { url } = yield* freshDatabase()
  yield* migrate({ url: Redacted.make(url) })
  const storage = PostgresStorage.layer({ url: Redacted.make(url), supervise: false, claims: true })
  const life = yield* Scope.make()
  const first = yield* Layer.buildWithScope(Layer.fresh(storage), life)
  const second = yield* Layer.build(Layer.fresh(storage))
  const [task] = yield* storedTasks(1).pipe(Effect.provide(second), Effect.provide(SecureRandom.layerWebCrypto))
  yield* Context.get(second, WorkQueue).runNow(task!.id)
  const [held] = yield* claim(Context.get(first, WorkQueue), "first")
  assert.strictEqual(held?.taskId, task!.id)
  return { url, held: held!, first: Context.get(first, WorkQueue), second: Context.get(second, WorkQueue), death: Scope.close(life, Exit.void) }
})

/** Two looks, so far apart that what is missing at both is gone. */
const lookTwice = (queue: WorkQueue["Service"]) =>
  Effect.gen(function*() {
    const before = yield* claim(queue, "second")
    yield* TestClock.adjust("5 seconds")
    return [...before, ...yield* claim(queue, "second")]
  }).pipe(Effect.provide(TestClock.layer()))

describe("presence", () => {
  it.live("a worker that dies is missed within seconds, however long its lease, and its late words are refused", () =>
    Effect.gen(function*() {
      const { death, held, second } = yield* twoWorkers
      yield* death
      const [heir] = yield* lookTwice(second)
      assert.strictEqual(heir?.taskId, held.taskId)
      assert.isAbove(heir!.fence, held.fence)
      assert.deepStrictEqual(yield* second.settle([{ claim: held, next: null }]), [held])
    }).pipe(Effect.scoped), 30_000)

  it.live("a worker that lives keeps its lease, also when it stands still", () =>
    Effect.gen(function*() {
      const { held, first, second } = yield* twoWorkers
      assert.deepStrictEqual(yield* lookTwice(second), [])
      assert.deepStrictEqual(yield* first.settle([{ claim: held, next: null }]), [])
    }).pipe(Effect.scoped), 30_000)

  it.live("a worker that lost its session and not its life opens another, and is missed no more", () =>
    Effect.gen(function*() {
      const { held, second, url } = yield* twoWorkers
      const sql = Context.get(yield* Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })), PgClient.PgClient)
      const holders = sql<{ pid: number }>`
        SELECT l.pid FROM pg_locks l JOIN ${sql("vedette.tasks")} t ON l.objid::int8 = t.lease_session
        WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND t.id = ${held.taskId}`
      const [before] = yield* holders
      yield* sql`SELECT pg_terminate_backend(${before!.pid})`
      yield* Effect.repeat(holders, { until: (found) => found.length > 0 && found[0]!.pid !== before!.pid })
      assert.deepStrictEqual(yield* lookTwice(second), [])
    }).pipe(Effect.scoped), 30_000)
})
