import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { listen } from "../src/demo/listen.ts"
import { openReceiver } from "../src/demo/WebhookReceiver.ts"
import { client, eventually, type TaskOrExecution } from "./support/client.ts"
import { startProgram } from "./support/program.ts"
import { scratchFolder } from "./support/scratchFolder.ts"

const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8")

const part = (pattern: RegExp): string => {
  const found = pattern.exec(readme)?.[1]
  assert.isString(found, `README.md has no ${pattern}`)
  return found ?? ""
}

it.live("the README's example does what the README says", () =>
  Effect.gen(function*() {
    const html = part(/<<'HTML'\n([\s\S]*?)\nHTML\n/)
    const [, from, to] = /sed -i 's\/(\d+)\/(\d+)\/g'/.exec(readme) ?? []
    let page = html
    const shop = yield* listen((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(page))
    const receiver = yield* openReceiver
    const body = part(/curl -s http:\/\/127\.0\.0\.1:8080\/api\/v1\/tasks \\[\s\S]*?-d '(\{[\s\S]*?\})'/)
      .replace("http://127.0.0.1:9000", shop)
      .replace("http://127.0.0.1:9001/hook", receiver.url)

    const dataDir = yield* scratchFolder
    const vedette = yield* startProgram("apps/standalone/src/main.ts", {
      PORT: "0",
      VEDETTE_DATA_DIR: dataDir,
      VEDETTE_ALLOW_PRIVATE_ADDRESSES: "1"
    })
    const url = (yield* vedette.says(/ready on (\S+)/))[1] ?? ""
    const api = client(url, (yield* Effect.promise(() => readFile(join(dataDir, "api-key"), "utf8"))).trim())

    const created = yield* api.call("POST", "/api/v1/tasks", JSON.parse(body))
    assert.strictEqual(created.body.condition, part(/\(`"condition": "(.*?)"`\)/))
    assert.match(created.body.webhook_secret, /^whsec_/)
    const task = `/api/v1/tasks/${created.body.id}`
    const runs = api.call<ReadonlyArray<TaskOrExecution>>("GET", `${task}/executions`).pipe(Effect.map(({ body }) => body))
    const first = yield* eventually(runs, (all) => all[0]?.status === "success", "the first look")
    assert.strictEqual(first[0]?.result?.verdict, part(/`verdict` is `(\w+)`/))

    page = html.replaceAll(from ?? "", to ?? "")
    yield* api.call("POST", `${task}/execute`)
    yield* eventually(api.call("GET", task), ({ body }) => body.state === part(/The task is now `(\w+)`/), "the end")
    yield* Queue.take(receiver.received).pipe(Effect.timeout("20 seconds"))
  }), 120_000)
