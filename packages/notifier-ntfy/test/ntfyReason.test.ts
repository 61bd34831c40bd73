import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { ntfyReason } from "../src/ntfyReason.ts"

const now = Date.parse("2026-11-21T09:31:00Z")
const published = JSON.stringify({ id: "sPs71M8A2T", time: 1795167060, event: "message", topic: "alerts", message: "<" })

const judged = (status: number, body = "", headers: Record<string, string> = {}) =>
  ntfyReason({ status, headers, body: new TextEncoder().encode(body), url: "https://ntfy.sh/", latencyMs: 12 }, now)
const refused = (status: number, body?: string, headers?: Record<string, string>) =>
  Result.match(judged(status, body, headers), {
    onSuccess: () => assert.fail(`${status} was taken for a success.`),
    onFailure: (reason) => reason
  })

describe("what an ntfy server's answer means", () => {
  it("a published message is delivered", () => {
    assert.deepStrictEqual(judged(200, published), Result.succeed({ httpStatus: 200, responseExcerpt: published }))
  })
  for (const body of ["", "ok", "<html>", "{}", "[]", "null", "{\"id\":\"a\",\"event\":\"open\"}", published.slice(0, -1)]) {
    it(`200 with ${JSON.stringify(body.slice(0, 40))} is no delivery`, () => {
      assert.deepInclude(refused(200, body), { _tag: "DeliveryDeferred", httpStatus: 200 })
    })
  }
  for (const status of [400, 413]) {
    it(`${status} is final: the same message would come again`, () => {
      assert.deepInclude(refused(status), { _tag: "TargetRejected", httpStatus: status, gone: false })
    })
  }
  it("410 switches the channel off", () => {
    assert.deepInclude(refused(410), { _tag: "TargetRejected", gone: true })
  })
  for (const status of [100, 301, 308, 401, 403, 404, 418, 429, 500, 502, 507, 999]) {
    it(`${status} may be tried again`, () => {
      const reason = refused(status)
      assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: status, retryAfterMs: null })
      assert.include(reason.message, String(status))
    })
  }
  it("the asked pause is handed on", () => {
    assert.deepInclude(refused(429, "", { "retry-after": "30" }), { retryAfterMs: 30_000 })
  })
})
