import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { listen } from "../src/demo/listen.ts"
import { openReceiver } from "../src/demo/WebhookReceiver.ts"
import { eventually, type TaskOrExecution } from "./support/client.ts"
import { openInstallation } from "./support/installation.ts"

const inStock = "<html><title>Lamp</title><body><p>This lamp is available again: tickets on sale now.</p></body></html>"

/** The bound. A worker is missed after ten seconds; the rest is for a machine that does other things, too. */
const WITHIN_MS = 15_000

/** A page that answers its first reader never, and says when it was asked, and when again. */
const openSlowPage = Effect.gen(function*() {
  const asked = yield* Deferred.make<void>()
  const again = yield* Deferred.make<void>()
  let readers = 0
  const url = yield* listen((request, response) => {
    if (request.url !== "/lamp") return response.writeHead(404).end()
    readers += 1
    if (readers === 1) return Deferred.doneUnsafe(asked, Effect.void)
    Deferred.doneUnsafe(again, Effect.void)
    return response.writeHead(200, { "content-type": "text/html" }).end(inStock)
  })
  return { url: `${url}/lamp`, asked: Deferred.await(asked), again: Deferred.await(again) }
})

describe("kill -9 of a worker mid-run, at default settings", () => {
  it.live("the run goes on elsewhere within 15 s, and its owner is told once", () =>
    Effect.gen(function*() {
      const page = yield* openSlowPage
      const receiver = yield* openReceiver
      const installation = yield* openInstallation({ workers: 2, settings: {} })
      const { api } = installation
      const { body: created } = yield* api.call("POST", "/api/v1/tasks", {
        search_query: "the lamp",
        sources: [page.url],
        condition_description: "the page says \"tickets on sale\"",
        notifications: [{ type: "webhook", url: receiver.url }],
        run_immediately: true
      })
      yield* page.asked
      const runs = api.call<ReadonlyArray<TaskOrExecution>>("GET", `/api/v1/tasks/${created.id}/executions`)
      const [run] = (yield* runs).body
      const attempts = Effect.map(api.call("GET", `/api/v1/tasks/${created.id}/executions/${run?.id}`), ({ body }) => body.attempts)
      const [holder] = yield* installation.ask<{ worker: string }>("SELECT worker FROM vedette.attempts WHERE outcome = 'running'")
      const pid = Number(holder?.worker.split(":").at(-1))
      const doomed = installation.workers().find((worker) => worker.pid === pid)
      assert.isDefined(doomed, "one of the workers has the run")
      yield* installation.killWorker(doomed)
      const killed = yield* Clock.currentTimeMillis
      yield* page.again.pipe(Effect.timeout("60 seconds"))
      const took = (yield* Clock.currentTimeMillis) - killed
      assert.isAtMost(took, WITHIN_MS)

      yield* eventually(runs, ({ body }) => body[0]?.status === "success", "the run of the other worker")
      assert.lengthOf((yield* runs).body, 1, "the same execution goes on")
      assert.deepStrictEqual((yield* attempts).map(({ outcome }) => outcome), ["lost", "success"])
      yield* Queue.take(receiver.received).pipe(Effect.timeout("20 seconds"))
      // Long enough for a second delivery to be claimed, were one owed.
      yield* Effect.sleep("6 seconds")
      assert.strictEqual(yield* Queue.size(receiver.received), 0, "told twice")
    }).pipe(Effect.scoped), 180_000)
})
