import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { listen } from "../src/demo/listen.ts"
import { eventually } from "./support/client.ts"
import { type Installation, openInstallation } from "./support/installation.ts"
import { openTaskStore } from "./support/openTaskStore.ts"

const TASKS = 1_000
/** More than it takes to lose every worker several times over. */
const DEATHS = 15
const soldOut = "<html><title>Lamp</title><body><p>This lamp is sold out.</p></body></html>"

interface Counts {
  readonly executions: number
  readonly judged: number
  readonly tasks: number
  readonly open: number
  readonly failed: number
  readonly lost: number
}

/** What is stored of all runs since an instant. */
const countsSince = ({ ask }: Installation, since: string) =>
  Effect.map(
    ask<Counts>(
      `SELECT count(*)::int AS executions, count(judgement)::int AS judged, count(DISTINCT task_id)::int AS tasks,
         (count(*) FILTER (WHERE status IN ('pending', 'running', 'retrying')))::int AS open,
         (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
         (SELECT count(*)::int FROM vedette.attempts WHERE outcome = 'lost') AS lost
       FROM vedette.executions WHERE created_at >= $1::timestamptz`,
      since
    ),
    ([row]) => row!
  )

const databaseNow = ({ ask }: Installation) => Effect.map(ask<{ now: string }>("SELECT now()::text AS now"), ([row]) => row!.now)

/** Waits for the one run of each task, judged, and for nothing more after it. */
const oneRunEach = Effect.fn("oneRunEach")(function*(installation: Installation, since: string) {
  yield* eventually(
    countsSince(installation, since),
    ({ failed, judged, open }) => judged + failed >= TASKS && open === 0,
    "a judgement of each task"
  )
  const { executions, failed, judged, tasks } = yield* countsSince(installation, since)
  assert.deepStrictEqual({ executions, failed, judged, tasks }, { executions: TASKS, failed: 0, judged: TASKS, tasks: TASKS })
})

describe("four workers, a thousand tasks", () => {
  it.live("due at one instant, through an outage and while workers die: one run each, judged once", () =>
    Effect.gen(function*() {
      const page = yield* listen((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(soldOut))
      const installation = yield* openInstallation({
        workers: 4,
        settings: { VEDETTE_CONCURRENCY: "20", VEDETTE_LEASE: "5s" }
      })
      const { ask } = installation
      const store = yield* openTaskStore(installation.url)

      // Due at one instant.
      const began = yield* databaseNow(installation)
      const ids = yield* store.create(Array.from({ length: TASKS }, (_, n) => `${page}/${n}`))
      yield* store.dueTogether(ids, "2 seconds")
      yield* oneRunEach(installation, began)
      assert.strictEqual((yield* countsSince(installation, began)).lost, 0)

      // Three hours without any worker: everything has come due meanwhile, each task several times over.
      yield* installation.stopWorkers
      yield* ask(
        `UPDATE vedette.tasks SET due_at = date_trunc('milliseconds', now()) - interval '3 hours' + random() * interval '170 minutes'`
      )
      yield* ask("DELETE FROM vedette_boss.job")
      const outage = yield* databaseNow(installation)
      const wasDue = new Map((yield* ask<{ id: string; due: number }>(
        "SELECT id, extract(epoch FROM due_at)::float8 AS due FROM vedette.tasks"
      )).map(({ due, id }) => [id, due]))
      yield* installation.startWorkers
      yield* oneRunEach(installation, outage)
      const order = yield* ask<{ task_id: string }>(
        "SELECT task_id FROM vedette.executions WHERE created_at >= $1::timestamptz ORDER BY created_at, id",
        outage
      )
      // Oldest first, but for those that all workers have in hand at one moment.
      const rank = new Map([...wasDue].sort((a, b) => a[1] - b[1]).map(([id], i) => [id, i]))
      const offBy = order.map(({ task_id }, i) => Math.abs((rank.get(task_id) ?? 0) - i))
      assert.isAtMost(Math.max(...offBy), 4 * 20 * 2, "the oldest first")
      const [spread] = yield* ask<{ instants: number; minutes: number }>(
        `SELECT count(DISTINCT due_at)::int AS instants, (extract(epoch FROM max(due_at) - min(due_at)) / 60)::float8 AS minutes
         FROM vedette.tasks`
      )
      assert.isAtLeast(spread!.instants, TASKS * 0.9, "what comes next is spread")

      // Due again at one instant, and a worker dies every second, until so many have.
      const moved = yield* databaseNow(installation)
      yield* store.dueTogether(ids, "0 seconds")
      for (let deaths = 0; deaths < DEATHS;) {
        yield* Effect.sleep("1 second")
        // One that works already: a machine that is slow at starting would otherwise have none for ever.
        const victim = installation.workers().find((worker) => worker.output().includes("worker is ready"))
        if (victim === undefined) continue
        yield* installation.killWorker(victim)
        yield* installation.startWorker
        deaths += 1
      }
      yield* oneRunEach(installation, moved)
      assert.isAbove((yield* countsSince(installation, moved)).lost, 0, "workers died in the middle of runs")
    }).pipe(Effect.scoped), 600_000)
})
