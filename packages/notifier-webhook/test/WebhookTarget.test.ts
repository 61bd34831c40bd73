import { assert, describe, it } from "@effect/vitest"
import type { ChannelTarget } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { WebhookTarget, webhookTarget } from "../src/WebhookTarget.ts"

const url = "https://example.org/hook"
const check = (raw: ChannelTarget, allowHttp = false) => webhookTarget(raw, { allowHttp })
const accepted = (raw: ChannelTarget, allowHttp = false) => Result.getOrThrow(check(raw, allowHttp))
const refusal = (raw: ChannelTarget, allowHttp = false) =>
  Result.match(check(raw, allowHttp), { onSuccess: () => "accepted", onFailure: (message) => message })
const headers = (...names: ReadonlyArray<string>) => ({ url, headers: Object.fromEntries(names.map((name) => [name, "x"])) })

describe("the URL of a webhook", () => {
  const cases: ReadonlyArray<readonly [ChannelTarget, string]> = [
    [{}, "Webhook URL required"],
    [{ url: null }, "Webhook URL required"],
    [{ url: "  " }, "Webhook URL required"],
    [{ url: 7 }, "Webhook URL required"],
    [{ url: "http://example.org/" }, "Webhook URL must use HTTPS"],
    [{ url: "javascript:alert(1)" }, "Webhook URL must use HTTPS"],
    [{ url: "example.org/hook" }, "Webhook URL must use HTTPS"],
    [{ url: "https://" }, "Webhook URL is not valid"],
    [{ url: "https://exam ple.org/" }, "Webhook URL is not valid"],
    [{ url: "https://example.org/a\r\nb" }, "Webhook URL is not valid"],
    [{ url: `https://example.org/${"a".repeat(2_029)}` }, "Webhook URL is longer than 2048 characters"],
    [{ url: `https://example.org/${"ä".repeat(400)}` }, "Webhook URL is longer than 2048 characters"]
  ]
  for (const [target, message] of cases) {
    it(`${JSON.stringify(target).slice(0, 60)} is refused: ${message}`, () => assert.strictEqual(refusal(target), message))
  }

  it("http is accepted where the operator allows it, and nothing else is", () => {
    assert.strictEqual(accepted({ url: "http://10.0.0.7/hook" }, true).url, "http://10.0.0.7/hook")
    assert.strictEqual(refusal({ url: "file:///etc/passwd" }, true), "Webhook URL must use HTTPS or HTTP")
  })

  it("is trimmed, spelt as a URL parser spells it, and loses its fragment", () => {
    assert.strictEqual(accepted({ url: " HTTPS://Example.ORG:443/a/../ü?q=1#top " }).url, "https://example.org/%C3%BC?q=1")
  })
})

describe("the method of a webhook", () => {
  it("is POST unless said otherwise, and null counts as unsaid", () => {
    assert.strictEqual(accepted({ url }).method, "POST")
    assert.strictEqual(accepted({ url, method: null, headers: null, address: null }).method, "POST")
  })
  it("is POST, PUT or PATCH in any case", () => {
    assert.strictEqual(accepted({ url, method: "patch" }).method, "PATCH")
    for (const method of ["GET", "DELETE", "", 3, "POST\r\n\r\nGET /"]) {
      assert.strictEqual(refusal({ url, method }), "Webhook method must be POST, PUT or PATCH")
    }
  })
})

describe("the headers of a webhook", () => {
  it("are kept as spelt, with their values trimmed", () => {
    assert.deepStrictEqual(accepted({ url, headers: { Authorization: " Bearer a b\t" } }).headers, {
      Authorization: "Bearer a b"
    })
  })

  const reserved = [
    "Host", "content-length", "Content-Type", "CONNECTION", "Transfer-Encoding", "webhook-id", "Webhook-Signature",
    "X-Torale-Event", "x-torale-anything", "Expect", "Proxy-Authorization", "Accept-Encoding"
  ]
  for (const name of reserved) {
    it(`${name} is reserved`, () =>
      assert.strictEqual(refusal(headers(name)), `Webhook header ${JSON.stringify(name)} is reserved`))
  }

  it("a name that is no token is refused and shown without its line breaks", () => {
    for (const name of ["", "a b", "a:b", "a\r\nHost", "naïve", "("]) {
      const message = refusal(headers(name))
      assert.match(message, /^Webhook header name ".*" is not valid$/)
      assert.notMatch(message, /[\r\n]/)
    }
  })

  it("no value holds a line break or anything but printable ASCII", () => {
    for (const value of ["a\r\nX-Injected: 1", "a\nb", "a\rb"]) {
      assert.strictEqual(refusal({ url, headers: { "X-A": value } }), "Webhook header \"X-A\" must not contain a line break")
    }
    for (const value of ["\u0000", "é", "a\u007fb", "\u2028"]) {
      assert.strictEqual(refusal({ url, headers: { "X-A": value } }), "Webhook header \"X-A\" may hold printable ASCII only")
    }
  })

  it("a name in two spellings is one header given twice", () => {
    assert.strictEqual(refusal(headers("X-A", "x-a")), "Webhook header \"x-a\" is given twice")
  })

  it("twenty are accepted and one more is not", () => {
    const names = Array.from({ length: 21 }, (_, n) => `X-${n}`)
    assert.lengthOf(Object.keys(accepted(headers(...names.slice(1))).headers), 20)
    assert.strictEqual(refusal(headers(...names)), "Webhook has more than 20 headers")
  })

  it("names and values together stay within 4096 bytes", () => {
    assert.strictEqual(refusal({ url, headers: { "X-A": "a".repeat(4_093) } }), "accepted")
    assert.strictEqual(
      refusal({ url, headers: { "X-A": "a".repeat(4_094) } }),
      "Webhook headers are larger than 4096 bytes"
    )
  })

  it("must be an object of text", () => {
    assert.strictEqual(refusal({ url, headers: ["a"] }), "Webhook headers must be an object of names and values")
    assert.strictEqual(refusal({ url, headers: { "X-A": 1 } }), "Webhook header \"X-A\" must be text")
  })
})

describe("the normal form of a webhook's target", () => {
  it.prop(
    "is accepted by its own schema and is its own normal form",
    [Schema.String, Schema.Literals(["post", "PUT", " patch"]), Schema.Record(Schema.String, Schema.String)],
    ([path, method, headers]) => {
      const first = check({ url: `https://example.org/${path}`, method, headers })
      // A refused target has no normal form; the table above says what is refused.
      if (Result.isFailure(first)) return
      assert.isTrue(Schema.is(WebhookTarget)(first.success))
      assert.deepStrictEqual(accepted({ ...first.success }), first.success)
    }
  )
})
