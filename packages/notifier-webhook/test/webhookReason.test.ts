import { assert, describe, it } from "@effect/vitest"
import {
  AddressRefused,
  ConnectionFailed,
  type HttpFetchReason,
  InvalidUrl,
  type NotifierReason,
  TimedOut,
  TooLarge,
  TooManyRedirects
} from "@vedette/domain"
import * as Result from "effect/Result"
import { unansweredReason, webhookReason } from "../src/webhookReason.ts"

const now = Date.parse("2026-11-21T09:31:00Z")

const answered = (status: number, options: { retryAfter?: string; body?: string | Uint8Array } = {}) =>
  webhookReason({
    status,
    headers: options.retryAfter === undefined ? {} : { "retry-after": options.retryAfter },
    body: typeof options.body === "object" ? options.body : new TextEncoder().encode(options.body ?? ""),
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
})

describe("Retry-After", () => {
  const table: ReadonlyArray<readonly [string, number | null]> = [
    ["120", 120_000],
    ["0", 0],
    [" 7 ", 7_000],
    ["Sat, 21 Nov 2026 09:32:00 GMT", 60_000],
    ["Saturday, 21-Nov-26 09:32:00 GMT", 60_000],
    ["Sat Nov 21 09:32:00 2026", 60_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["Sat, 21 Nov 2127 09:00:00 GMT", 86_400_000],
    ["999999999", 86_400_000],
    ["9".repeat(400), 86_400_000],
    ["-5", null],
    ["1.5", null],
    ["soon", null],
    ["Saturday", null],
    ["", null]
  ]
  for (const [header, expected] of table) {
    it(`${JSON.stringify(header.slice(0, 40))} asks for ${expected === null ? "nothing" : `${expected} ms`}`, () => {
      assert.deepInclude(refused(503, header), { retryAfterMs: expected })
    })
  }
})

describe("the excerpt of an answer", () => {
  const excerpt = (body: string | Uint8Array) => {
    const result = answered(200, { body })
    return Result.isSuccess(result) ? result.success.responseExcerpt ?? "" : assert.fail("It failed.")
  }
  it("is at most 500 characters and halves none", () => {
    assert.lengthOf(excerpt("a".repeat(501)), 500)
    assert.isTrue(excerpt("😀".repeat(400)).isWellFormed())
  })
  it("can be stored and logged, whatever the bytes", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
    assert.notMatch(excerpt(bytes), /[^\P{Cc}\t\n\r]/u)
    assert.strictEqual(excerpt("a\u0000b"), "a\ufffdb")
  })
})

describe("no answer", () => {
  const message = "As the port put it."
  const final: ReadonlyArray<HttpFetchReason> = [new InvalidUrl({ message }), new AddressRefused({ message })]
  const passing: ReadonlyArray<HttpFetchReason> = [
    new ConnectionFailed({ message }),
    new TimedOut({ message }),
    new TooLarge({ message }),
    new TooManyRedirects({ message })
  ]
  for (const reason of final) {
    it(`${reason._tag} is final, and does not switch the target off as a 410 does`, () => {
      assert.deepInclude(unansweredReason(reason), { _tag: "TargetRejected", message, httpStatus: null, gone: false })
    })
  }
  for (const reason of passing) {
    it(`${reason._tag} may be tried again`, () => {
      assert.deepInclude(unansweredReason(reason), { _tag: "DeliveryDeferred", message, httpStatus: null })
    })
  }
})
