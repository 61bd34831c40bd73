import { assert, describe, it } from "@effect/vitest"
import { HttpFetch, PageReader, WebSearch } from "@vedette/domain"
import { webhookNotifier } from "@vedette/notifier-webhook"
import { OutboundHttpFetch } from "@vedette/outbound"
import { ChatModel } from "@vedette/search-openai"
import { respond } from "@vedette/testkit"
import { hostileAddresses, rebindingNames } from "@vedette/testkit/fixtures"
import { openStandIn } from "@vedette/testkit/stand-ins"
import { WebPageReader } from "@vedette/web-reader"
import { SearxngSearch } from "@vedette/web-search"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { isIP } from "node:net"

// One corpus through every door: what a task's owner, a page, a redirect or a setting may name.

const strangers = OutboundHttpFetch.layer({ allowPrivateAddresses: false })
const refusals = new Set(["AddressRefused", "InvalidUrl"])

/** A client that never connects: only what is refused before a socket is opened is looked at. */
const operator = (url: string) => OutboundHttpFetch.layer({ allowPrivateAddresses: false, operatorOrigins: [url] })

const parsed = (url: string): string => URL.canParse(url) ? new URL(url).origin : url

describe.each(hostileAddresses)("$trick: $url", ({ always, url }) => {
  it.effect("is refused as a page, before robots.txt is asked for", () =>
    Effect.gen(function*() {
      const reader = yield* PageReader
      const error = yield* Effect.flip(reader.read({ url, selectors: [] }))
      assert.strictEqual(error.reason._tag, "PageRefused")
    }).pipe(Effect.provide(WebPageReader.layer().pipe(Layer.provide(strangers)))))

  it.effect("is refused as a webhook when it is saved, and when it is called all the same", () =>
    Effect.gen(function*() {
      const notifier = yield* webhookNotifier({ allowHttp: true })
      const http = yield* HttpFetch
      const saved = yield* Effect.result(notifier.checkTarget({ url }))
      // Where spelling alone was wrong the normal form is what is kept, and it leads to nothing hostile.
      if (Result.isSuccess(saved)) {
        const { url: kept } = saved.success as { readonly url: string }
        assert.notStrictEqual(kept, url)
        yield* http.check(kept)
      }
      assert.isTrue(refusals.has((yield* Effect.flip(http.fetch({ url, method: "POST", body: "{}" }))).reason._tag))
    }).pipe(Effect.provide(strangers)))

  it.effect("is refused as a model's address that nobody vouched for", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ChatModel.use((chat) => chat.check))
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    }).pipe(Effect.provide(ChatModel.layer({ baseUrl: url, apiKey: null, model: "m", price: null }).pipe(Layer.provide(strangers)))))

  it.effect("is refused as a search engine's address that nobody vouched for", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(WebSearch.use((web) => web.search({ query: "q", limit: 1 })))
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    }).pipe(Effect.provide(SearxngSearch.layer({ baseUrl: url }).pipe(Layer.provide(strangers)))))

  it.effect(always ? "is refused though the operator vouched for it" : "is not refused where the operator vouched for it, and only there", () =>
    Effect.gen(function*() {
      const http = yield* HttpFetch
      const check = (target: string) => Effect.isSuccess(http.check(target))
      assert.strictEqual(yield* check(url), !always)
      // Another port of the same machine is another service.
      if (!always) assert.isFalse(yield* check(parsed(url).replace(/(?::\d+)?$/u, ":6379")))
    }).pipe(Effect.provide(operator(url))))
})

describe("behind a redirect", () => {
  const targets = hostileAddresses.filter(({ url }) => !/\p{Cc}/u.test(url) && Buffer.from(url, "latin1").toString("latin1") === url && url !== "")

  it.live("no hop leads there, wherever the first one was allowed", () =>
    Effect.gen(function*() {
      let next = ""
      const origin = yield* openStandIn((request) => respond.redirect(next)(request))
      yield* Effect.gen(function*() {
        const http = yield* HttpFetch
        for (const { url } of targets) {
          next = url
          const error = yield* Effect.flip(http.fetch({ url: origin, maxRedirects: 3 }))
          // What is no absolute URL leads back to where it came from, again and again.
          assert.include(["AddressRefused", "InvalidUrl", "TooManyRedirects"], error.reason._tag, url)
          assert.notStrictEqual(error.reason._tag === "TooManyRedirects" && URL.canParse(url), true, url)
        }
      }).pipe(Effect.provide(operator(origin)))
    }))

  it.live("a search engine's redirect is not followed at all", () =>
    Effect.gen(function*() {
      const origin = yield* openStandIn(respond.redirect("http://127.0.0.1:6379/"))
      const layer = SearxngSearch.layer({ baseUrl: origin }).pipe(Layer.provide(operator(origin)))
      const error = yield* Effect.flip(WebSearch.use((web) => web.search({ query: "q", limit: 1 }))).pipe(Effect.provide(layer))
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    }))
})

describe.each(rebindingNames)("a name that resolves to $trick", ({ answers }) => {
  it.live("is refused when it is saved and when it is dialled, though its spelling is harmless", () =>
    Effect.gen(function*() {
      const http = yield* HttpFetch
      assert.strictEqual((yield* Effect.flip(http.check("http://shop.example/"))).reason._tag, "AddressRefused")
      assert.strictEqual((yield* Effect.flip(http.fetch({ url: "http://shop.example/" }))).reason._tag, "AddressRefused")
    }).pipe(Effect.provide(OutboundHttpFetch.layer({
      allowPrivateAddresses: false,
      resolve: (_hostname, callback) => callback(null, answers.map((address) => ({ address, family: isIP(address) })))
    }))))
})
