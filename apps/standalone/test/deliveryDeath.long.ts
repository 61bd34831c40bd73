import { assert, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { IncomingHttpHeaders } from "node:http"
import { Webhook } from "standardwebhooks"
import { listen } from "../src/demo/listen.ts"
import { client, eventually } from "./support/client.ts"
import { openInstallation } from "./support/installation.ts"
import { startProgram } from "./support/program.ts"

const apiKey = "sk_a-key-for-this-test-alone-000000000000000000"
const ROUNDS = 20
const TASKS_A_ROUND = 4

/** The bound for what a dead worker had at hand; the lease of a delivery is 60 s. */
const WITHIN_MS = 15_000

const inStock = "<html><title>Lamp</title><body><h1>Lamp</h1><p>This lamp is available again: tickets on sale now.</p></body></html>"

interface Arrival {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface ActiveTask {
  readonly id: string
  readonly last_execution: { readonly status: string } | null
}

interface Send {
  readonly id: string
  readonly task_id: string
  readonly status: string
  readonly attempts: number
}

/**
 * A receiver that takes its time, so that a death falls before, during and after its answer. It answers the first request of
 * one message in ten by 500; more would climb the ladder to its steps of minutes.
 */
const openSlowReceiver = Effect.gen(function*() {
  const arrivals: Array<Arrival> = []
  const url = yield* listen((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const isNew = !arrivals.some(({ headers }) => headers["webhook-id"] === request.headers["webhook-id"])
      arrivals.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") })
      const status = isNew && arrivals.length % 10 === 0 ? 500 : 204
      setTimeout(() => response.writeHead(status).end(), (arrivals.length * 137) % 600)
    })
  })
  return { url: `${url}/hook`, arrivals }
})

it.live(`kill -9 of a worker while it delivers, ${ROUNDS} times: nothing is lost, and nothing comes under two ids`, () =>
  Effect.gen(function*() {
    const { url: databaseUrl } = yield* freshDatabase()
    const page = yield* listen((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(inStock))
    const receiver = yield* openSlowReceiver
    const environment = {
      DATABASE_URL: databaseUrl,
      VEDETTE_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
      VEDETTE_API_KEY: apiKey,
      VEDETTE_ALLOW_PRIVATE_ADDRESSES: "1",
      VEDETTE_LEASE: "5s",
      PORT: "0"
    }
    const server = yield* startProgram("apps/server/src/main.ts", environment)
    const api = client((yield* server.says(/ready on (\S+)/))[1] ?? "", apiKey)
    const settings = { url: receiver.url, enabled: true }
    const { body: { secret } } = yield* api.call<{ readonly secret: string }>("POST", "/api/v1/notifications/webhook/settings", settings)

    const tasks = new Set<string>()
    for (let round = 0; round < ROUNDS; round++) {
      const worker = yield* startProgram("apps/worker/src/main.ts", environment)
      yield* worker.says(/worker is ready/)
      for (let n = 0; n < TASKS_A_ROUND; n++) {
        const { body } = yield* api.call("POST", "/api/v1/tasks", {
          search_query: `lamp ${round}/${n}`,
          sources: [`${page}/lamp?${round}-${n}`],
          condition_description: "the page says \"tickets on sale\"",
          run_immediately: true
        })
        tasks.add(body.id)
      }
      // From nothing sent yet to everything sent: another moment in every round.
      yield* Effect.sleep((round % 10) * 180)
      yield* worker.kill("SIGKILL")
      assert.strictEqual(yield* worker.ended, "SIGKILL")
    }

    const heir = yield* startProgram("apps/worker/src/main.ts", environment)
    yield* heir.says(/worker is ready/)
    // A run that has stopped six workers is given up, as it should be; its owner runs it again, so that all are told.
    const runAgain = Effect.gen(function*() {
      const { body: active } = yield* api.call<ReadonlyArray<ActiveTask>>("GET", "/api/v1/tasks?state=active")
      for (const { id, last_execution } of active) {
        if (last_execution?.status === "failed") yield* api.call("POST", `/api/v1/tasks/${id}/execute`)
      }
    })
    const sends = yield* eventually(
      api.call<{ readonly sends: ReadonlyArray<Send>; readonly total: number }>("GET", "/api/v1/notifications/sends?limit=100").pipe(
        Effect.map(({ body }) => body),
        Effect.tap(() => Effect.andThen(runAgain, Effect.sleep("1 second")))
      ),
      ({ sends, total }) => total >= tasks.size && sends.every(({ status }) => status === "sent"),
      "that all is sent"
    )
    assert.strictEqual(sends.total, tasks.size, "one send a task")
    assert.sameMembers(sends.sends.map(({ task_id }) => task_id), [...tasks])

    // Judged by what the receiver got, as one that discards repeats by their id would.
    const ids = new Map<string, string>()
    for (const { body, headers } of receiver.arrivals) {
      const id = String(headers["webhook-id"])
      const { task_id } = JSON.parse(body) as { readonly task_id: string }
      assert.strictEqual(ids.get(task_id) ?? id, id, "one event under two ids")
      ids.set(task_id, id)
      assert.deepInclude(receiver.arrivals.filter((other) => other.headers["webhook-id"] === id).map((other) => other.body), body)
      const at = new Date(Number(headers["webhook-timestamp"]) * 1_000)
      assert.include(String(headers["webhook-signature"]), new Webhook(secret).sign(id, at, body))
    }
    assert.sameMembers([...ids.keys()], [...tasks])
    const repeats = receiver.arrivals.length - ids.size
    yield* Effect.logInfo(`${ids.size} alerts over ${ROUNDS} deaths; ${repeats} repeats under the same id`)

    for (const program of [heir, server]) {
      yield* program.kill("SIGTERM")
      assert.strictEqual(yield* program.ended.pipe(Effect.timeout("40 seconds")), 0, program.output())
    }
  }), 600_000)

/** A receiver that never answers its first request, and answers the others at once. */
const openStuckReceiver = Effect.gen(function*() {
  const ids: Array<string> = []
  const asked = yield* Deferred.make<void>()
  const again = yield* Deferred.make<void>()
  const url = yield* listen((request, response) => {
    ids.push(String(request.headers["webhook-id"]))
    request.resume()
    if (ids.length === 1) return Deferred.doneUnsafe(asked, Effect.void)
    Deferred.doneUnsafe(again, Effect.void)
    return response.writeHead(204).end()
  })
  return { url: `${url}/hook`, ids, asked: Deferred.await(asked), again: Deferred.await(again) }
})

it.live("kill -9 of a worker mid-delivery, at default settings: another sends it within 15 s, under the same id, and once", () =>
  Effect.gen(function*() {
    const page = yield* listen((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(inStock))
    const receiver = yield* openStuckReceiver
    const installation = yield* openInstallation({ workers: 2, settings: {} })
    const { api } = installation
    yield* api.call("POST", "/api/v1/tasks", {
      search_query: "the lamp",
      sources: [`${page}/lamp`],
      condition_description: "the page says \"tickets on sale\"",
      notifications: [{ type: "webhook", url: receiver.url }],
      run_immediately: true
    })
    yield* receiver.asked
    const [holder] = yield* installation.ask<{ worker: string }>(
      "SELECT lease_owner AS worker FROM vedette.deliveries WHERE status = 'pending' AND lease_until > now()"
    )
    const pid = Number(holder?.worker.split(":").at(-1))
    const doomed = installation.workers().find((worker) => worker.pid === pid)
    assert.isDefined(doomed, "one of the workers is delivering")
    yield* installation.killWorker(doomed)
    const killed = yield* Clock.currentTimeMillis
    yield* receiver.again.pipe(Effect.timeout("60 seconds"))
    const took = (yield* Clock.currentTimeMillis) - killed
    yield* Effect.logInfo(`sent again ${took} ms after the death`)
    assert.isAtMost(took, WITHIN_MS)
    const { body: { sends } } = yield* eventually(
      api.call<{ readonly sends: ReadonlyArray<Send> }>("GET", "/api/v1/notifications/sends"),
      ({ body }) => body.sends[0]?.status === "sent",
      "that it is sent"
    )
    assert.deepStrictEqual(sends.map(({ attempts }) => attempts), [1])
    // Long enough for one more to be claimed, were one owed.
    yield* Effect.sleep("6 seconds")
    assert.deepStrictEqual(receiver.ids, [receiver.ids[0], receiver.ids[0]])
  }).pipe(Effect.scoped), 180_000)
