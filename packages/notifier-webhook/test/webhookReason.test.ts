import { assert, describe, it } from "@effect/vitest"
import type { NotifierReason } from "@vedette/domain"
import * as Result from "effect/Result"
import { webhookReason } from "../src/webhookReason.ts"

const now = Date.parse("2026-11-21T09:31:00Z")

const answered = (status: number, options: { retryAfter?: string; body?: string } = {}) =>
  webhookReason({
    status,
    headers: options.retryAfter === undefined ? {} : { "retry-after": options.retryAfter },
    body: new TextEncoder().encode(options.body ?? ""),
    url: "https://example.org/hook",
    latencyMs: 12
  }, now)

const refused = (status: number, retryAfter?: string): NotifierReason =>
  Result.match(answered(status, retryAfter === undefined ? {} : { retryAfter }), {
    onSuccess: () => assert.fail(`${status} was taken for a success.`),
    onFailure: (reason) => reason
  })

describe("Standard Webhooks: Delivery success and failure", () => {
  for (const status of [200, 201, 202, 204, 299]) {
    it(`${status} is a success`, () => {
      assert.deepStrictEqual(answered(status, { body: "ok" }), Result.succeed({ httpStatus: status, responseExcerpt: "ok" }))
    })
  }
  for (const status of [100, 199, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 409, 422, 429, 499, 500, 502, 503, 504, 599, 999]) {
    it(`${status} is a failure that may be tried again`, () => {
      const reason = refused(status)
      assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: status, retryAfterMs: null })
      assert.include(reason.message, String(status))
    })
  }
  it("410 alone is final: the receiver is gone", () => {
    assert.deepInclude(refused(410), { _tag: "TargetRejected", httpStatus: 410, gone: true })
  })
  it("the pause that a 429 or a 503 asks for is handed on", () => {
    for (const status of [429, 503]) assert.deepInclude(refused(status, "120"), { retryAfterMs: 120_000 })
  })
})
