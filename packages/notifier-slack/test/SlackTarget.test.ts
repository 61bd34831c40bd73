import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { slackAddress, slackTarget } from "../src/SlackTarget.ts"

const judged = (url: unknown, allowHttp = false) =>
  Result.match(slackTarget({ url: url as string }, { allowHttp }), {
    onSuccess: (normal) => normal.url,
    onFailure: (message) => message
  })
const expected = "Slack webhook URL must look like https://hooks.slack.com/services/T…/B…/…"
const url = "https://hooks.slack.com/services/T00000000/B00000000/theKey"

describe("the settings of a Slack channel", () => {
  const table: ReadonlyArray<readonly [unknown, string]> = [
    [url, url],
    [` ${url}\n`, url],
    ["HTTPS://HOOKS.slack.com:443/services/T00000000/B00000000/theKey", url],
    [undefined, "Slack webhook URL required"],
    [null, "Slack webhook URL required"],
    ["  ", "Slack webhook URL required"],
    ["https://hooks.slack.com/services/T00000000/B00000000", expected],
    ["https://hooks.slack.com/services/T00000000/B00000000/theKey/", expected],
    ["https://hooks.slack.com/triggers/T00000000/B00000000/theKey", expected],
    ["https://hooks.slack.com.example.org/services/T0/B0/theKey", expected],
    ["https://example.org/services/T0/B0/theKey", expected],
    ["https://hooks.slack.com:8443/services/T0/B0/theKey", expected],
    ["https://ada:secret@hooks.slack.com/services/T0/B0/theKey", expected],
    ["http://hooks.slack.com/services/T0/B0/theKey", expected],
    [`${url}?x=1`, expected],
    [`${url}#x`, expected],
    ["https://hooks.slack.com/services/T0/B0/the\tKey", expected],
    ["hooks.slack.com/services/T0/B0/theKey", expected]
  ]
  for (const [typed, result] of table) {
    it(`${JSON.stringify(typed)} → ${result}`, () => {
      assert.strictEqual(judged(typed), result)
    })
  }

  it("a stand-in over http is accepted where the operator allows it, and no other host over https", () => {
    assert.strictEqual(judged("http://127.0.0.1:9/services/T0/B0/k", true), "http://127.0.0.1:9/services/T0/B0/k")
    assert.strictEqual(judged("https://example.org/services/T0/B0/k", true), expected)
  })

  it("the address leaves the key out", () => {
    assert.strictEqual(slackAddress(url), "hooks.slack.com/services/T00000000/B00000000")
    assert.strictEqual(slackAddress("not a url"), "")
  })
})
