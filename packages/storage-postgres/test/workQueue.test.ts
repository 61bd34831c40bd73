import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import { type Claim, type StorageError, type TaskId, TaskRepository, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

const lease = Duration.seconds(30)
const ago = (ms: number) => Effect.map(DateTime.now, (now) => DateTime.subtract(now, { milliseconds: ms }))

const claimAll = (limit = 100) => WorkQueue.use((queue) => queue.claim({ limit, lease, worker: "test" }))

/**
 * Claims until there are `count` in all. A carrier that was put aside comes again after 100 ms, and how long that takes on
 * a busy machine nobody knows: so nothing here sleeps and then counts.
 */
const claimUntil = (count: number): Effect.Effect<ReadonlyArray<Claim>, StorageError, WorkQueue> =>
  Effect.flatMap(claimAll(), (claims) =>
    claims.length >= count
      ? Effect.succeed(claims)
      : Effect.map(Effect.delay(claimUntil(count - claims.length), 20), (more) => [...claims, ...more]))

/** The pg-boss jobs of a task, as pg-boss's own table has them. */
const carriersOf = (taskId: TaskId) =>
  Effect.flatMap(PgClient.PgClient, (sql) =>
    sql<{ id: string; state: string; generation: number }>`
      SELECT id, state::text AS state, (data ->> 'generation')::int AS generation
      FROM vedette_boss.job WHERE data ->> 'taskId' = ${taskId} ORDER BY created_on`)

/** One task, due since a second. */
const dueTask = Effect.gen(function*() {
  const [task] = yield* storedTasks(1)
  if (task === undefined) return yield* Effect.die("no task")
  yield* WorkQueue.use((queue) => Effect.flatMap(ago(1_000), (at) => queue.schedule(task.id, at)))
  return task
})

/** Tests share a database: whatever a test leaves is deleted with its task. */
const cleanly = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.ensuring(effect, Effect.flatMap(PgClient.PgClient, (sql) =>
    Effect.orDie(Effect.andThen(sql`DELETE FROM vedette.tasks`, sql`DELETE FROM vedette_boss.job`))))

layer(testStorage, { excludeTestServices: true })("WorkQueue on PostgreSQL and pg-boss", (it) => {
  it.effect("a schedule that is rolled back leaves no carrier, one that is kept leaves one", () =>
    cleanly(Effect.gen(function*() {
      const [task] = yield* storedTasks(1)
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const schedule = Effect.flatMap(ago(0), (at) => queue.schedule(task!.id, at))
      yield* Effect.flip(transact(Effect.andThen(schedule, Effect.fail("the caller's refusal"))))
      assert.deepStrictEqual(yield* carriersOf(task!.id), [])
      yield* transact(schedule)
      assert.strictEqual((yield* carriersOf(task!.id)).length, 1)
    })))

  it.effect("however often a task is scheduled, one carrier is kept", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      const queue = yield* WorkQueue
      yield* queue.runNow(task.id)
      yield* queue.schedule(task.id, yield* ago(-3_600_000))
      assert.deepStrictEqual((yield* carriersOf(task.id)).map(({ state }) => state), ["created"])
      yield* queue.cancel(task.id)
      assert.deepStrictEqual(yield* carriersOf(task.id), [])
    })))

  it.effect("deleting a task takes its carrier along", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      assert.isTrue(yield* TaskRepository.use((tasks) => tasks.delete(task.id)))
      assert.deepStrictEqual(yield* carriersOf(task.id), [])
    })))

  it.effect("8 claimers at once share 200 tasks out and give none twice", () =>
    cleanly(Effect.gen(function*() {
      const tasks = yield* storedTasks(200)
      const queue = yield* WorkQueue
      const at = yield* ago(5_000)
      yield* Effect.forEach(tasks, (task) => queue.schedule(task.id, at), { concurrency: 8 })
      const drain: Effect.Effect<ReadonlyArray<Claim>, unknown> = Effect.flatMap(
        queue.claim({ limit: 7, lease, worker: "test" }),
        (claims) => claims.length === 0 ? Effect.succeed([]) : Effect.map(drain, (more) => [...claims, ...more])
      )
      const drained = (yield* Effect.all(Array.from({ length: 8 }, () => drain), { concurrency: 8 })).flat()
      assert.strictEqual(drained.length, 200)
      assert.strictEqual(new Set(drained.map(({ taskId }) => taskId)).size, 200)
    })), 60_000)

  it.effect("a backlog is worked off oldest first, across claims", () =>
    cleanly(Effect.gen(function*() {
      const tasks = yield* storedTasks(6)
      const queue = yield* WorkQueue
      // Scheduled newest first, so that the order of creation is the wrong one.
      const order = [1, 4, 2, 6, 3, 5]
      yield* Effect.forEach(order, (age, i) => Effect.flatMap(ago(age * 60_000), (at) => queue.schedule(tasks[i]!.id, at)))
      const claimed = [...yield* claimAll(2), ...yield* claimAll(2), ...yield* claimAll(2)]
      const ages = claimed.map(({ taskId }) => order[tasks.findIndex((task) => task.id === taskId)])
      assert.deepStrictEqual(ages, [6, 5, 4, 3, 2, 1])
    })))

  it.effect("a stale carrier that arrives is forgotten and starts nothing", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      const sql = yield* PgClient.PgClient
      // As if a schedule had been restored from a backup that the carriers were not part of.
      yield* sql`UPDATE vedette.tasks SET generation = generation + 1 WHERE id = ${task.id}`
      assert.deepStrictEqual(yield* claimAll(), [])
      assert.deepStrictEqual(yield* carriersOf(task.id), [])
    })))

  it.effect("a carrier that arrives while the task is leased does not keep others from being claimed", () =>
    cleanly(Effect.gen(function*() {
      const busy = yield* dueTask
      const [running] = yield* claimAll()
      assert.strictEqual(running?.taskId, busy.id)
      const queue = yield* WorkQueue
      yield* queue.runNow(busy.id)
      const other = yield* dueTask
      yield* queue.schedule(busy.id, yield* ago(60_000))
      assert.deepStrictEqual((yield* claimAll(1)).map(({ taskId }) => taskId), [other.id])
      yield* queue.settle([{ claim: running!, next: null }])
      assert.deepStrictEqual((yield* claimAll(1)).map(({ taskId }) => taskId), [busy.id])
    })))

  it.effect("a zombie whose task was taken over writes nothing: neither heartbeat, settle nor lock", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      const queue = yield* WorkQueue
      const [zombie] = yield* queue.claim({ limit: 1, lease: Duration.millis(50), worker: "zombie" })
      const [heir] = yield* claimUntil(1)
      assert.strictEqual(heir?.taskId, task.id)
      assert.isAbove(heir!.fence, zombie!.fence)
      assert.deepStrictEqual(yield* queue.heartbeat([zombie!], lease), [zombie!])
      assert.deepStrictEqual(yield* queue.settle([{ claim: zombie!, next: null }]), [zombie!])
      assert.deepStrictEqual(yield* TaskRepository.use((tasks) => tasks.lockClaimed([zombie!])), [])
      assert.deepStrictEqual(yield* queue.settle([{ claim: heir!, next: null }]), [])
    })))

  it.effect("pg-boss's own recovery of a live run starts it no second time", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      const queue = yield* WorkQueue
      const [running] = yield* claimAll()
      const sql = yield* PgClient.PgClient
      yield* sql`UPDATE vedette_boss.job SET state = 'retry', start_after = now() WHERE id = ${running!.carrier}`
      assert.deepStrictEqual(yield* claimAll(), [])
      assert.deepStrictEqual(yield* queue.settle([{ claim: running!, next: null }]), [])
      assert.deepStrictEqual(yield* carriersOf(task.id), [])
    })))

  it.effect("the reconciler restores a carrier that is gone, due or soon to come, and leaves the others", () =>
    cleanly(Effect.gen(function*() {
      const due = yield* dueTask
      const [later, kept] = yield* storedTasks(2)
      const queue = yield* WorkQueue
      yield* queue.schedule(later!.id, yield* ago(-300_000))
      yield* queue.schedule(kept!.id, yield* ago(-300_000))
      const before = yield* carriersOf(kept!.id)
      const sql = yield* PgClient.PgClient
      yield* sql`DELETE FROM vedette_boss.job WHERE data ->> 'taskId' IN (${due.id}, ${later!.id})`
      assert.strictEqual(yield* queue.reconcile, 2)
      assert.strictEqual(yield* queue.reconcile, 0)
      assert.deepStrictEqual(yield* carriersOf(kept!.id), before)
      assert.deepStrictEqual((yield* claimAll()).map(({ taskId }) => taskId), [due.id])
      assert.strictEqual((yield* carriersOf(later!.id)).length, 1)
      // One that runs has its carrier with its worker.
      assert.strictEqual(yield* queue.reconcile, 0)
      assert.strictEqual((yield* carriersOf(due.id)).length, 1)
    })))

  it.effect("the reconciler replaces a carrier that would come long after its task is due", () =>
    cleanly(Effect.gen(function*() {
      const [moved, kept] = yield* storedTasks(2)
      const queue = yield* WorkQueue
      const sql = yield* PgClient.PgClient
      for (const task of [moved!, kept!]) yield* queue.schedule(task.id, yield* ago(-3_600_000))
      const before = yield* carriersOf(kept!.id)
      // By somebody's hand, or by a clock that was an hour ahead.
      yield* sql`UPDATE vedette.tasks SET due_at = date_trunc('milliseconds', now()) - interval '3 hours' WHERE id = ${moved!.id}`
      assert.deepStrictEqual(yield* claimAll(), [])
      assert.strictEqual(yield* queue.reconcile, 1)
      assert.strictEqual(yield* queue.reconcile, 0)
      assert.deepStrictEqual((yield* claimAll()).map(({ taskId }) => taskId), [moved!.id])
      assert.strictEqual((yield* carriersOf(moved!.id)).length, 1)
      assert.deepStrictEqual(yield* carriersOf(kept!.id), before)
    })))

  it.effect("a reconciliation of more tasks than one batch holds restores each once", () =>
    cleanly(Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const queue = yield* WorkQueue
      const [task] = yield* storedTasks(1)
      const [columns] = yield* sql<{ list: string }>`
        SELECT string_agg(column_name, ', ') AS list FROM information_schema.columns
        WHERE table_schema = 'vedette' AND table_name = 'tasks' AND column_name NOT IN ('id', 'due_at', 'external_id')`
      // All due at one instant: the walk must get past a tie that is longer than a batch.
      yield* sql.unsafe(
        `INSERT INTO vedette.tasks (id, due_at, ${columns?.list})
         SELECT gen_random_uuid(), date_trunc('second', now()), ${columns?.list}
         FROM vedette.tasks, generate_series(1, 2500) WHERE id = $1`,
        [task!.id]
      )
      assert.strictEqual(yield* queue.reconcile, 2_500)
      const [known] = yield* sql<{ rows: number }>`
        SELECT reltuples::int AS rows FROM pg_class WHERE oid = 'vedette_boss.job'::regclass`
      assert.isAtLeast(known?.rows ?? 0, 2_500, "the planner knows of them")
      assert.strictEqual(yield* queue.reconcile, 0)
      const [carried] = yield* sql`
        SELECT count(DISTINCT t.id)::int AS tasks, count(*)::int AS jobs
        FROM vedette.tasks t JOIN vedette_boss.job j ON j.id = t.carrier`
      assert.deepStrictEqual(carried, { tasks: 2_500, jobs: 2_500 })
    })), 60_000)

  it.effect("of two reconcilers at once one works", () =>
    cleanly(Effect.gen(function*() {
      const tasks = yield* storedTasks(20)
      const queue = yield* WorkQueue
      const at = yield* ago(1_000)
      yield* Effect.forEach(tasks, (task) => queue.schedule(task.id, at))
      yield* Effect.flatMap(PgClient.PgClient, (sql) => sql`DELETE FROM vedette_boss.job`)
      const counts = yield* Effect.all([queue.reconcile, queue.reconcile], { concurrency: 2 })
      assert.strictEqual(counts[0] + counts[1], 20)
      assert.strictEqual((yield* claimAll()).length, 20)
    })))

  it.effect("a claim does not wait for a task that a user is writing, and finds it afterwards", () =>
    cleanly(Effect.gen(function*() {
      const task = yield* dueTask
      const { transact } = yield* UnitOfWork
      const tasks = yield* TaskRepository
      const held = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const writer = yield* Effect.forkChild(transact(Effect.gen(function*() {
        yield* tasks.lock(task.id)
        yield* Deferred.succeed(held, undefined)
        yield* Deferred.await(go)
      })))
      yield* Deferred.await(held)
      assert.deepStrictEqual(yield* claimAll(), [])
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(writer)
      assert.deepStrictEqual((yield* claimUntil(1)).map(({ taskId }) => taskId), [task.id])
    })))

  it.effect("a heartbeat does not wait for a task that somebody is writing: it keeps the others, and takes that one for live until it is not", () =>
    cleanly(Effect.gen(function*() {
      const mine = [yield* dueTask, yield* dueTask]
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const tasks = yield* TaskRepository
      const claims = yield* claimUntil(2)
      const leases = PgClient.PgClient.use((sql) =>
        sql<{ id: string; left: number }>`SELECT id, extract(epoch FROM lease_until - now())::float8 AS left FROM vedette.tasks`)
      const held = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const writer = yield* Effect.forkChild(transact(Effect.gen(function*() {
        yield* tasks.lock(mine[0]!.id)
        yield* queue.revoke(mine[0]!.id)
        yield* Deferred.succeed(held, undefined)
        yield* Deferred.await(go)
      })))
      yield* Deferred.await(held)
      assert.deepStrictEqual(yield* queue.heartbeat(claims, Duration.hours(1)), [])
      const renewed = (yield* leases).filter(({ left }) => left > 3_000).map(({ id }) => id)
      assert.deepStrictEqual(renewed, [mine[1]!.id])
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(writer)
      const lost = yield* queue.heartbeat(claims, Duration.hours(1))
      assert.deepStrictEqual(lost.map(({ taskId }) => taskId), [mine[0]!.id])
    })))

  it.effect("claims, settles, edits and deletions of the same tasks at once end without a deadlock", () =>
    cleanly(Effect.gen(function*() {
      const tasks = yield* storedTasks(12)
      const queue = yield* WorkQueue
      const repository = yield* TaskRepository
      const now = yield* ago(1_000)
      yield* Effect.forEach(tasks, (task) => queue.schedule(task.id, now))
      const work = Effect.gen(function*() {
        const claims = yield* queue.claim({ limit: 6, lease, worker: "test" })
        yield* queue.heartbeat([...claims].reverse(), lease)
        yield* queue.settle([...claims].reverse().map((claim) => ({ claim, next: now })))
      })
      const edit = Effect.forEach(tasks.slice(2), (task) => queue.runNow(task.id))
      const remove = Effect.forEach(tasks.slice(0, 2), (task) => repository.delete(task.id))
      yield* Effect.all(
        [...Array.from({ length: 6 }, () => Effect.repeat(work, { times: 8 })), Effect.repeat(edit, { times: 6 }), remove],
        { concurrency: "unbounded" }
      )
      assert.strictEqual((yield* queue.depth).claimed, 0)
      const left = yield* claimUntil(10)
      assert.sameMembers(left.map(({ taskId }) => taskId), tasks.slice(2).map(({ id }) => id))
    })), 60_000)

  it.effect("an intent due at once is hinted, one far off is not, and a lost listener listens again", () =>
    cleanly(Effect.gen(function*() {
      const [soon, far] = yield* storedTasks(2)
      const queue = yield* WorkQueue
      const sql = yield* PgClient.PgClient
      let hints = 0
      const listener = yield* Effect.forkChild(Stream.runForEach(queue.wake, () => Effect.sync(() => void hints++)))
      const until = (count: number) => Effect.repeat(Effect.sleep(10), { until: () => hints >= count })
      yield* until(1)
      const payloads = yield* Effect.scoped(Effect.gen(function*() {
        const heard = yield* sql.listen("vedette_wake")
        yield* queue.schedule(far!.id, yield* ago(-60_000))
        yield* queue.runNow(soon!.id)
        // Notifications come in the order of their commits: what was hinted before this word is before it.
        yield* sql.notify("vedette_wake", "the end")
        const payloads: Array<string> = []
        while (payloads.at(-1) !== "the end") payloads.push((yield* Queue.take(heard)).payload)
        return payloads
      }))
      assert.deepStrictEqual(payloads, ["", "the end"])
      yield* until(3)
      yield* sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`
      yield* until(4)
      yield* queue.runNow(soon!.id)
      yield* until(5)
      yield* Fiber.interrupt(listener)
    })), 20_000)
})
