import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { slackReason } from "../src/slackReason.ts"

const now = Date.parse("2026-11-21T09:31:00Z")

const judged = (status: number, body = "", headers: Record<string, string> = {}) =>
  slackReason(
    { status, headers, body: new TextEncoder().encode(body), url: "https://hooks.slack.com/", latencyMs: 12 },
    now
  )
const refused = (status: number, body?: string, headers?: Record<string, string>) =>
  Result.match(judged(status, body, headers), {
    onSuccess: () => assert.fail(`${status} was taken for a success.`),
    onFailure: (reason) => reason
  })

describe("what Slack's answer means", () => {
  it("200 ok is delivered", () => {
    assert.deepStrictEqual(judged(200, "ok"), Result.succeed({ httpStatus: 200, responseExcerpt: "ok" }))
  })

  const over: ReadonlyArray<readonly [number, string]> = [
    [404, "no_service"],
    [404, "channel_not_found"],
    [404, "no_team"],
    [410, "channel_is_archived"],
    [410, ""],
    [403, "invalid_token"]
  ]
  for (const [status, word] of over) {
    it(`${status} ${word} switches the channel off`, () => {
      assert.deepInclude(refused(status, word), { _tag: "TargetRejected", httpStatus: status, gone: true })
    })
  }

  for (const word of ["invalid_payload", "invalid_blocks", ""]) {
    it(`400 ${word} is final: the same message would come again`, () => {
      assert.deepInclude(refused(400, word), { _tag: "TargetRejected", gone: false })
    })
  }

  const passing: ReadonlyArray<readonly [number, string]> = [
    [100, ""],
    [302, ""],
    [403, "action_prohibited"],
    [404, "<html>"],
    [429, "rate_limited"],
    [500, "rollup_error"],
    [500, "no_service"],
    [503, ""],
    [999, ""]
  ]
  for (const [status, word] of passing) {
    it(`${status} ${word} may be tried again`, () => {
      const reason = refused(status, word)
      assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: status, retryAfterMs: null })
      assert.include(reason.message, String(status))
    })
  }

  it("the asked pause is handed on", () => {
    assert.deepInclude(refused(429, "rate_limited", { "retry-after": "30" }), { retryAfterMs: 30_000 })
  })
})
