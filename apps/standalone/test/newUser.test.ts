import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Webhook } from "standardwebhooks"
import { openShop } from "../src/demo/ShopPage.ts"
import { openReceiver } from "../src/demo/WebhookReceiver.ts"
import { client, eventually, type TaskOrExecution } from "./support/client.ts"
import { startProgram } from "./support/program.ts"
import { scratchFolder } from "./support/scratchFolder.ts"

const main = "apps/standalone/src/main.ts"

const ready = /ready on (http:\/\/127\.0\.0\.1:\d+)/

it.live("from npm start to one verified webhook, and all of it is there after a restart", () =>
  Effect.gen(function*() {
    const dataDir = yield* scratchFolder
    const shop = yield* openShop(349)
    const receiver = yield* openReceiver
    const environment = { PORT: "0", VEDETTE_DATA_DIR: dataDir, VEDETTE_ALLOW_PRIVATE_ADDRESSES: "1" }

    const first = yield* startProgram(main, environment)
    const url = (yield* first.says(ready))[1] ?? ""
    const apiKey = (yield* Effect.promise(() => readFile(join(dataDir, "api-key"), "utf8"))).trim()
    const api = client(url, apiKey)

    const created = yield* api.call("POST", "/api/v1/tasks", {
      search_query: `the price at ${shop.url}`,
      condition_description: "price below $300",
      notifications: [{ type: "webhook", url: receiver.url }]
    })
    assert.strictEqual(created.status, 200)
    assert.strictEqual(created.body.condition, "price < 300 USD")
    const task = `/api/v1/tasks/${created.body.id}`
    const runs = api.call<ReadonlyArray<TaskOrExecution>>("GET", `${task}/executions`).pipe(Effect.map(({ body }) => body))

    yield* api.call("POST", `${task}/execute`)
    const notMet = yield* eventually(runs, (all) => all[0]?.status === "success", "the first run")
    assert.strictEqual(notMet[0]?.result?.verdict, "not_met")
    assert.strictEqual(notMet[0]?.notification, null)
    assert.strictEqual((yield* api.call("GET", task)).body.state, "active")

    yield* shop.setPrice(279)
    yield* api.call("POST", `${task}/execute`)
    const met = yield* eventually(runs, (all) => all.length === 2 && all[0]?.status === "success", "the second run")
    assert.strictEqual(met[0]?.result?.verdict, "met")

    const webhook = yield* Queue.take(receiver.received).pipe(Effect.timeout("20 seconds"))
    const body = new Webhook(created.body.webhook_secret).verify(webhook.body, {
      "webhook-id": String(webhook.headers["webhook-id"]),
      "webhook-timestamp": String(webhook.headers["webhook-timestamp"]),
      "webhook-signature": String(webhook.headers["webhook-signature"])
    }) as { readonly type: string; readonly task_id: string }
    assert.strictEqual(body.type, "task.condition_met")
    assert.strictEqual(body.task_id, created.body.id)

    const completed = (yield* api.call("GET", task)).body
    assert.strictEqual(completed.state, "completed")
    assert.strictEqual(completed.next_run, null)

    yield* first.kill("SIGTERM")
    assert.strictEqual(yield* first.ended, 0, first.output())

    const second = yield* startProgram(main, environment)
    const again = client((yield* second.says(ready))[1] ?? "", apiKey)
    assert.deepStrictEqual((yield* again.call("GET", task)).body, completed)
    assert.deepStrictEqual(
      (yield* again.call<ReadonlyArray<TaskOrExecution>>("GET", `${task}/executions`)).body,
      met
    )
    assert.strictEqual(yield* Queue.size(receiver.received), 0, "told again after the restart")

    yield* second.kill("SIGTERM")
    assert.strictEqual(yield* second.ended, 0, second.output())
    const otherKey = Buffer.alloc(32, 1).toString("base64")
    const third = yield* startProgram(main, { ...environment, VEDETTE_SECRET_KEY: otherKey })
    assert.strictEqual(yield* third.ended, 78, "a key that opens nothing of what is stored is refused at the start")
    assert.include(third.output(), "VEDETTE_SECRET_KEY is not the one")
  }), 120_000)

it.live("a second start on one data folder says who holds it, and stops", () =>
  Effect.gen(function*() {
    const dataDir = yield* scratchFolder
    const environment = { PORT: "0", VEDETTE_DATA_DIR: dataDir }
    const first = yield* startProgram(main, environment)
    yield* first.says(ready)
    const second = yield* startProgram(main, environment)
    assert.strictEqual(yield* second.ended, 1)
    assert.include(second.output(), String(first.pid))
    assert.notInclude(second.output(), "    at ", "a stack trace")
  }), 120_000)

it.live("wrong settings stop the start with one list of all of them, exit code 78 and no stack", () =>
  Effect.gen(function*() {
    const program = yield* startProgram(main, {
      PORT: "eighty",
      DATABASE_URL: "mysql://nowhere",
      VEDETTE_LEASE: "soon",
      VEDETTE_API_KEY: "short",
      VEDETTE_SECRET_KEY: "hunter2",
      VEDETTE_SEARCH: "oracle"
    })
    assert.strictEqual(yield* program.ended, 78)
    for (const name of ["PORT", "DATABASE_URL", "VEDETTE_LEASE", "VEDETTE_API_KEY", "VEDETTE_SECRET_KEY", "VEDETTE_SEARCH"]) {
      assert.include(program.output(), `  ${name} must`)
    }
    assert.notInclude(program.output(), "    at ", "a stack trace")
    for (const secret of ["short", "hunter2"]) assert.notInclude(program.output(), secret, "a secret was printed")
  }), 60_000)
