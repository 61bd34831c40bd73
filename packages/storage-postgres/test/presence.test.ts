import { assert, describe, it } from "@effect/vitest"
import * as PgClient from "@effect/sql-pg/PgClient"
import {
  ChannelKind,
  type Claim,
  type DeliveryLimit,
  type DigestId,
  DigestRepository,
  freshId,
  Outbox,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { aDigest } from "@vedette/testkit/fixtures"
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
import { PRESENCE_LOCK } from "../src/queue/presenceLock.ts"
import { owedDeliveries, storedTasks } from "./given.ts"

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

const webhook = ChannelKind.make("webhook")
const email = ChannelKind.make("email")
const limits: ReadonlyArray<DeliveryLimit> = [{ per: "user", count: 9, window: Duration.hours(1) }]

/** The first of two workers is sending a message of each of two channels (one has limits) and a digest; what the second finds to take. */
const twoSenders = Effect.gen(function*() {
  const { url } = yield* freshDatabase()
  yield* migrate({ url: Redacted.make(url) })
  const storage = PostgresStorage.layer({ url: Redacted.make(url), supervise: false, claims: true })
  const life = yield* Scope.make()
  const first = yield* Layer.buildWithScope(Layer.fresh(storage), life)
  const second = yield* Layer.build(Layer.fresh(storage))
  const userId = yield* owedDeliveries([webhook, email]).pipe(Effect.provide(second), Effect.provide(SecureRandom.layerWebCrypto))
  const dueAt = yield* Context.get(second, UnitOfWork).now
  const id = yield* freshId<DigestId>()
  yield* Context.get(second, DigestRepository).open(aDigest({ id, userId, kind: email, dueAt }))
  const claimAs = (worker: string) => {
    const [outbox, digests] = worker === "first"
      ? [Context.get(first, Outbox), Context.get(first, DigestRepository)]
      : [Context.get(second, Outbox), Context.get(second, DigestRepository)]
    const options = { limit: 9, lease, worker }
    return Effect.all({
      hooks: outbox.claim({ ...options, kind: webhook }),
      mails: outbox.claim({ ...options, kind: email, limits }),
      digests: digests.claim({ ...options, kind: email })
    })
  }
  const held = yield* claimAs("first")
  return { url, held, claimAs, outbox: Context.get(second, Outbox), digests: Context.get(second, DigestRepository), death: Scope.close(life, Exit.void) }
}).pipe(Effect.provide(SecureRandom.layerWebCrypto))

const twice = <A, E>(claiming: Effect.Effect<A, E>) =>
  Effect.gen(function*() {
    const before = yield* claiming
    yield* TestClock.adjust("5 seconds")
    return [before, yield* claiming] as const
  }).pipe(Effect.provide(TestClock.layer()))

/** Two looks, so far apart that what is missing at both is gone. */
const lookTwice = (queue: WorkQueue["Service"]) => Effect.map(twice(claim(queue, "second")), (looks) => looks.flat())

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

  it.live("what a worker was sending when it died is sent by another within seconds, under the same id, and its late word is refused", () =>
    Effect.gen(function*() {
      const { claimAs, death, digests, held, outbox } = yield* twoSenders
      yield* death
      const [atOnce, then] = yield* twice(claimAs("second"))
      assert.deepStrictEqual(atOnce, { hooks: [], mails: [], digests: [] })
      const again = ({ fence, id }: { readonly fence: number; readonly id: string }) => ({ id, fence: fence + 1 })
      assert.deepStrictEqual(then.hooks.map(({ fence, id }) => ({ id, fence })), held.hooks.map(again))
      assert.deepStrictEqual(then.mails.map(({ fence, id }) => ({ id, fence })), held.mails.map(again))
      assert.deepStrictEqual(then.digests.map(({ fence, id }) => ({ id, fence })), held.digests.map(again))
      const over = { status: "sent" as const, dueAt: null }
      for (const late of [...held.hooks, ...held.mails]) assert.isFalse(yield* outbox.save({ ...late, ...over }, null))
      assert.isFalse(yield* digests.save({ ...held.digests[0]!, ...over }))
      for (const taken of [...then.hooks, ...then.mails]) assert.isTrue(yield* outbox.save({ ...taken, ...over }, null))
      assert.isTrue(yield* digests.save({ ...then.digests[0]!, ...over }))
    }).pipe(Effect.scoped), 30_000)

  it.live("what others were sending is left to them for a minute by a worker that was itself without its session", () =>
    Effect.gen(function*() {
      const { claimAs, death, held, url } = yield* twoSenders
      yield* death
      const sql = Context.get(yield* Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })), PgClient.PgClient)
      const holders = sql<{ readonly pid: number }>`
        SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
        WHERE l.locktype = 'advisory' AND l.classid::int8 = ${PRESENCE_LOCK}::int8`
      const [second] = yield* holders
      yield* sql`SELECT pg_terminate_backend(${second!.pid})`
      yield* Effect.repeat(holders, { until: ([back]) => back !== undefined && back.pid !== second!.pid })
      const claiming = claimAs("second")
      yield* Effect.gen(function*() {
        for (let seconds = 0; seconds < 60; seconds += 5) {
          assert.deepStrictEqual(yield* claiming, { hooks: [], mails: [], digests: [] }, `${seconds} s after`)
          yield* TestClock.adjust("5 seconds")
        }
        const then = yield* claiming
        assert.lengthOf([...then.hooks, ...then.mails, ...then.digests], held.hooks.length + held.mails.length + held.digests.length)
      }).pipe(Effect.provide(TestClock.layer()))
    }).pipe(Effect.scoped), 30_000)

  it.live("what a worker that lives is sending is nobody else's", () =>
    Effect.gen(function*() {
      const { claimAs, held, outbox } = yield* twoSenders
      const [atOnce, then] = yield* twice(claimAs("second"))
      assert.deepStrictEqual([atOnce, then], [{ hooks: [], mails: [], digests: [] }, { hooks: [], mails: [], digests: [] }])
      for (const sent of [...held.hooks, ...held.mails]) assert.isTrue(yield* outbox.save({ ...sent, status: "sent", dueAt: null }, null))
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
