import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { listen } from "../src/demo/listen.ts"
import { eventually } from "./support/client.ts"
import { openInstallation } from "./support/installation.ts"
import { openTaskStore } from "./support/openTaskStore.ts"

/** As many as one worker claims at once, with the one that kills. */
const INNOCENT = 19
const soldOut = "<html><title>Lamp</title><body><p>This lamp is sold out.</p></body></html>"

/** A page that is never answered and says when it is asked for, and pages that answer late while they have company. */
const openPages = Effect.gen(function*() {
  const asked = yield* Queue.unbounded<void>()
  let deaths = 0
  const url = yield* listen((request, response) => {
    if (request.url === "/poison") {
      deaths += 1
      return Queue.offerUnsafe(asked, undefined)
    }
    if (request.url === "/robots.txt") return response.writeHead(404).end()
    setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(soldOut), deaths < 3 ? 1_500 : 0)
  })
  // Another host, so that the one that kills waits for no turn.
  return { asked, poison: `${url}/poison`, innocent: (n: number) => `${url.replace("127.0.0.1", "localhost")}/${n}` }
})

describe("a page that kills the worker which reads it", () => {
  it.live("its run is given up alone, with the reason; whatever was claimed with it is judged once", () =>
    Effect.gen(function*() {
      const pages = yield* openPages
      const installation = yield* openInstallation({ workers: 2, settings: { VEDETTE_CONCURRENCY: "20", VEDETTE_LEASE: "3s" } })
      const { ask, killWorker, startWorker, workers } = installation
      const store = yield* openTaskStore(installation.url)
      const innocent = yield* store.create(Array.from({ length: INNOCENT }, (_, n) => pages.innocent(n)))
      const [poison] = yield* store.create([pages.poison])

      const kill = Effect.gen(function*() {
        yield* Queue.take(pages.asked)
        const [holder] = yield* ask<{ worker: string }>(
          `SELECT a.worker FROM vedette.attempts a JOIN vedette.executions e ON e.id = a.execution_id
           WHERE e.task_id = $1::uuid AND a.outcome = 'running'`,
          poison
        )
        const doomed = workers().find(({ pid }) => pid === Number(holder?.worker.split(":").at(-1)))
        assert.isDefined(doomed, "one of the workers reads the page")
        yield* killWorker(doomed)
        yield* startWorker
      })
      yield* Effect.forkScoped(Effect.forever(kill))
      yield* store.dueTogether([...innocent, poison!], "1 second")

      yield* eventually(
        ask<{ open: number; ended: number }>(
          `SELECT (count(*) FILTER (WHERE completed_at IS NULL))::int AS open, (count(*) FILTER (WHERE completed_at IS NOT NULL))::int AS ended
           FROM vedette.executions`
        ),
        ([row]) => row!.open === 0 && row!.ended > INNOCENT,
        "an end of all runs"
      )
      const runs = yield* ask<{ task: string; status: string; judged: boolean; why: string | null; lost: number }>(
        `SELECT e.task_id AS task, e.status, e.judgement IS NOT NULL AS judged, e.error_message AS why,
           (SELECT count(*)::int FROM vedette.attempts a WHERE a.execution_id = e.id AND a.outcome = 'lost') AS lost
         FROM vedette.executions e ORDER BY e.task_id`
      )
      assert.deepStrictEqual(runs.map(({ task }) => task), [...innocent, poison!].toSorted(), "one run each")
      assert.deepInclude(runs.find(({ task }) => task === poison), {
        status: "failed",
        judged: false,
        why: "This run was given up: of 6 tries none came back, though the last 3 had a worker to themselves. A page that it reads may stop whoever reads it.",
        lost: 6
      })
      for (const run of runs.filter(({ task }) => task !== poison)) {
        assert.deepInclude(run, { status: "success", judged: true, why: null })
        assert.isAtMost(run.lost, 3, "only what died with it in one process")
      }
      assert.isAtLeast(runs.filter(({ lost }) => lost === 3).length, INNOCENT / 2, "most were claimed with it until it was suspected")
      const [beside] = yield* ask<{ count: number }>(
        `SELECT count(*)::int AS count
         FROM vedette.attempts p JOIN vedette.executions e ON e.id = p.execution_id
           JOIN vedette.attempts other ON other.worker = p.worker AND other.execution_id <> p.execution_id
         WHERE e.task_id = $1::uuid AND p.n > 3
           AND other.started_at < p.ended_at AND coalesce(other.ended_at, 'infinity') > p.started_at`,
        poison
      )
      assert.strictEqual(beside!.count, 0, "nothing ran beside it")
    }).pipe(Effect.scoped), 300_000)
})
