import { claimDeliveries, Notifiers, notifiersOf, tryDelivery } from "@vedette/domain"
import { ntfyNotifier } from "@vedette/notifier-ntfy"
import { webhookNotifier } from "@vedette/notifier-webhook"
import { OutboundHttpFetch } from "@vedette/outbound"
import { MemoryStorage } from "@vedette/storage-memory"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runGuide } from "./runGuide.ts"
import { runOnce } from "./runOnce.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

const channels = Layer.effect(
  Notifiers,
  Effect.gen(function*() {
    // The guide names a server that is not ours to write to.
    const ntfy = { ...yield* ntfyNotifier(), deliver: () => Effect.succeed({ httpStatus: 200, responseExcerpt: null }) }
    return notifiersOf(yield* webhookNotifier({ allowHttp: true }), ntfy)
  })
).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: true })))

describe("the guide to notifications", () => {
  let server: TestServer
  let env: Record<string, string>
  let status = 204
  const receiver = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(status).end())
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
    server = await startTestServer(MemoryStorage.layer, {}, undefined, channels)
    env = {
      PATH: process.env["PATH"] ?? "",
      VEDETTE: await server.app.listen({ port: 0, host: "127.0.0.1" }),
      KEY: server.keyOf("alice"),
      HOOK: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    }
  })
  afterAll(async () => {
    await server.stop()
    receiver.closeAllConnections()
    receiver.close()
  })

  const deliver = () =>
    server.run(Effect.gen(function*() {
      for (const kind of (yield* Notifiers).keys()) {
        yield* Effect.forEach(yield* claimDeliveries({ kind, limit: 10, worker: "test" }), tryDelivery)
      }
    }))
  const answerBy = (next: number) => () => {
    status = next
    return Promise.resolve()
  }

  test("every command, run as it stands there, answers what stands under it", async () => {
    const compared = await runGuide("notifications.md", env, {
      "the worker runs it": () => runOnce(server, env["TASK"] ?? "", { _tag: "Judged", judgement: aJudgement() }),
      "the worker delivers": deliver,
      "the receiver is gone": answerBy(410),
      "the receiver is back": answerBy(204)
    })
    expect(compared).toBeGreaterThanOrEqual(10)
  })
})
