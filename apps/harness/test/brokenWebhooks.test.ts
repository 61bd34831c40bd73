import { assert, describe, it } from "@effect/vitest"
import { Webhook } from "standardwebhooks"
import { brokenWebhooks } from "../src/check/brokenWebhooks.ts"
import type { Arrival } from "../src/world/ScriptedWeb.ts"

const startMs = Date.UTC(2026, 0, 5, 8)
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`
const secretOf = (taskId: string) => taskId === "task" ? secret : undefined

const arrival = (options: { readonly id: string; readonly run: string; readonly answer?: string; readonly status?: number }): Arrival => {
  const body = JSON.stringify({
    event: "condition_met",
    task_id: "task",
    answer: options.answer ?? "It is 45.",
    data: { execution: { id: options.run } }
  })
  const headers = {
    "webhook-id": options.id,
    "webhook-timestamp": `${startMs / 1_000 + 60}`,
    "webhook-signature": new Webhook(secret).sign(options.id, new Date(startMs + 60_000), body)
  }
  return { atMs: 60_000, url: "https://hooks.example/", headers, body, status: options.status ?? 204 }
}
const found = (...arrivals: ReadonlyArray<Arrival>) => brokenWebhooks(arrivals, secretOf, startMs)

describe("what receivers may rely on", () => {
  it("is kept by repeated tries and by different events", () => {
    const refused = arrival({ id: "1", run: "a", status: 500 })
    assert.deepStrictEqual(found(refused, arrival({ id: "1", run: "a" }), arrival({ id: "2", run: "b" })), [])
  })

  it("is broken by a signature that does not verify", () => {
    const good = arrival({ id: "1", run: "a" })
    const forged = { ...good.headers, "webhook-signature": "v1,AAAA" }
    const stale = { ...good, atMs: good.atMs + 10 * 60 * 1_000 }
    for (const bad of [{ ...good, headers: forged }, { ...good, body: good.body.replace("45", "46") }, stale]) {
      assert.deepStrictEqual(found(bad), ["a webhook to https://hooks.example/ is not validly signed"])
    }
  })

  it("is broken by one id with two bodies", () => {
    assert.deepStrictEqual(found(arrival({ id: "1", run: "a" }), arrival({ id: "1", run: "a", answer: "It is 44." })), [
      "https://hooks.example/ got one webhook-id with two bodies"
    ])
  })

  it("is broken by one event under two ids", () => {
    assert.deepStrictEqual(found(arrival({ id: "1", run: "a" }), arrival({ id: "2", run: "a" })), [
      "https://hooks.example/ was told one event of one run under two ids"
    ])
  })
})
