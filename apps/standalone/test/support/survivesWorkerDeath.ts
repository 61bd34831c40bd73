import { assert, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { listen } from "../../src/demo/listen.ts"
import { openReceiver } from "../../src/demo/WebhookReceiver.ts"
import { client, eventually, type TaskOrExecution } from "./client.ts"
import { startProgram } from "./program.ts"

const apiKey = "sk_a-key-for-this-test-alone-000000000000000000"

const inStock = "<html><title>Lamp</title><body><h1>Lamp</h1><p>This lamp is available again: tickets on sale now.</p></body></html>"

/** A page that answers its first reader never, and says when it was asked; every later one at once. */
const openSlowPage = Effect.gen(function*() {
  const asked = yield* Deferred.make<void>()
  let readers = 0
  const url = yield* listen((request, response) => {
    if (request.url !== "/lamp") return response.writeHead(404).end()
    readers += 1
    if (readers === 1) return Deferred.doneUnsafe(asked, Effect.void)
    return response.writeHead(200, { "content-type": "text/html" }).end(inStock)
  })
  return { url: `${url}/lamp`, asked: Deferred.await(asked) }
})

/**
 * @param lease the setting of both workers; what is tested does not depend on its length
 */
export const survivesWorkerDeath = (lease: string) =>
  it.live(`kill -9 of a worker mid-run, lease ${lease}: another takes the run up, and its owner is told once`, () =>
  Effect.gen(function*() {
    const { url: databaseUrl } = yield* freshDatabase()
    const page = yield* openSlowPage
    const receiver = yield* openReceiver
    const environment = {
      DATABASE_URL: databaseUrl,
      VEDETTE_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
      VEDETTE_API_KEY: apiKey,
      VEDETTE_ALLOW_PRIVATE_ADDRESSES: "1",
      VEDETTE_LEASE: lease,
      PORT: "0"
    }
    const server = yield* startProgram("apps/server/src/main.ts", environment)
    const api = client((yield* server.says(/ready on (\S+)/))[1] ?? "", apiKey)
    const doomed = yield* startProgram("apps/worker/src/main.ts", environment)
    yield* doomed.says(/worker is ready/)

    const { body: created } = yield* api.call("POST", "/api/v1/tasks", {
      search_query: "the lamp",
      sources: [page.url],
      condition_description: "the page says \"tickets on sale\"",
      notifications: [{ type: "webhook", url: receiver.url }],
      run_immediately: true
    })
    yield* page.asked
    yield* doomed.kill("SIGKILL")
    assert.strictEqual(yield* doomed.ended, "SIGKILL")

    const heir = yield* startProgram("apps/worker/src/main.ts", environment)
    yield* heir.says(/worker is ready/)
    const runs = yield* eventually(
      api.call<ReadonlyArray<TaskOrExecution>>("GET", `/api/v1/tasks/${created.id}/executions`).pipe(
        Effect.map(({ body }) => body)
      ),
      (all) => all[0]?.status === "success",
      "the run of the second worker"
    )
    assert.lengthOf(runs, 1, "the same execution goes on")
    const { body: run } = yield* api.call("GET", `/api/v1/tasks/${created.id}/executions/${runs[0]?.id}`)
    assert.deepStrictEqual(run.attempts.map((attempt) => attempt.outcome), ["lost", "success"])

    yield* Queue.take(receiver.received).pipe(Effect.timeout("20 seconds"))
    // Long enough for a second delivery to be claimed, were one owed.
    yield* Effect.sleep("6 seconds")
    assert.strictEqual(yield* Queue.size(receiver.received), 0, "told twice")
    assert.strictEqual((yield* api.call("GET", `/api/v1/tasks/${created.id}`)).body.state, "completed")

    for (const program of [heir, server]) {
      yield* program.kill("SIGTERM")
      assert.strictEqual(yield* program.ended.pipe(Effect.timeout("20 seconds")), 0, program.output())
      assert.notInclude(program.output(), "trying again", "it went on working on a storage that was gone")
    }
    assert.match(heir.output(), /told to stop[^]*The worker has stopped/)
  }), 180_000)
