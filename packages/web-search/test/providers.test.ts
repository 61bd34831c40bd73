import { assert, describe, it } from "@effect/vitest"
import { type HttpFetch, type SearchReason, TimedOut, type WebHit, WebSearch } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, type Responder, respond, type ServedResponse } from "@vedette/testkit"
import { CassetteRecorder, recordCassette, replayCassette } from "@vedette/testkit/cassette"
import { engineRefusals, openStandIn, searchEngines } from "@vedette/testkit/stand-ins"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { BraveSearch, ExaSearch, SearxngSearch, TavilySearch } from "../src/index.ts"

const key = "secret-key-of-a-test"
const hits: ReadonlyArray<WebHit> = [
  { url: "https://koda.example/2", title: "The <strong>Koda</strong> 2", snippet: "In  shops\nnow." },
  { url: "https://news.example/", title: "News", snippet: "" },
  { url: "https://koda.example/2", title: "again", snippet: "" },
  { url: "https://koda.example/2#:~:text=shops", title: "the same page at another place", snippet: "" },
  { url: "ftp://files.example/", title: "no page", snippet: "" },
  { url: "javascript:alert(1)", title: "a script", snippet: "" },
  { url: "https://user:pass@example.com/", title: "credentials", snippet: "" }
]
const find = (query: string) => query === "nothing" ? [] : hits
const apiKey = Redacted.make(key)

const providers = [
  { name: "SearXNG", server: searchEngines.searxng(find), layer: (baseUrl: string) => SearxngSearch.layer({ baseUrl }) },
  { name: "Brave Search", server: searchEngines.brave(find, key), layer: (baseUrl: string) => BraveSearch.layer({ apiKey, baseUrl }) },
  { name: "Tavily", server: searchEngines.tavily(find, key), layer: (baseUrl: string) => TavilySearch.layer({ apiKey, baseUrl }) },
  { name: "Exa", server: searchEngines.exa(find, key), layer: (baseUrl: string) => ExaSearch.layer({ apiKey, baseUrl }) }
]

const ask = (query: string, limit = 5) => WebSearch.use((web) => web.search({ query, limit }))

describe.each(providers)("$name over a socket", ({ layer, server }) => {
  const over = (responder: Responder) =>
    Layer.unwrap(Effect.map(openStandIn(responder), (origin) =>
      layer(origin).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false, operatorOrigins: [origin] })))))

  it.live("hits are pages, each once, in plain words, and no more than were asked for", () =>
    Effect.gen(function*() {
      const found = yield* ask("Koda 2")
      assert.deepStrictEqual(found.map(({ url }) => url), ["https://koda.example/2", "https://news.example/"])
      assert.strictEqual(found[0]?.title, "The Koda 2")
      assert.lengthOf(yield* ask("Koda 2", 1), 1)
      assert.deepStrictEqual(yield* ask("nothing"), [])
      // Longer than any of them takes, and half a character at the end; more results than any of them gives.
      assert.lengthOf(yield* ask(`${"a word ".repeat(60)}\ud83d`, 500), 2)
      assert.lengthOf(yield* ask("\u{1f4f7}".repeat(400)), 2)
    }).pipe(Effect.provide(over(server))))
})

describe.each(providers)("what $name may answer instead", ({ layer, name }) => {
  const base = "https://engine.example"
  const failing = (responder: Responder) =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const paths = ["/search", "/search?q=q&format=json", "/res/v1/web/search?q=q&count=5&text_decorations=false"]
      for (const path of paths) yield* web.serve(`${base}${path}`, responder)
      const error = yield* Effect.flip(ask("q"))
      assert.notInclude(JSON.stringify(error) + error.message, key)
      assert.include(error.message, name)
      return error.reason
    }).pipe(Effect.provide(layer(base).pipe(Layer.provideMerge(FakeWeb.layer))))

  it.effect.each<[string, Responder, SearchReason["_tag"]]>([
    ["429", respond.status(429), "SearchRateLimited"],
    ["503 with a wait", respond.status(503, { "retry-after": "30" }), "SearchRateLimited"],
    ["500", respond.status(500), "SearchUnavailable"],
    ["401", respond.status(401), "SearchMisconfigured"],
    ["403", respond.status(403), "SearchMisconfigured"],
    ["402", respond.status(402), "SearchMisconfigured"],
    ["a redirect", respond.redirect("https://elsewhere.example/"), "SearchMisconfigured"],
    ["a page", respond.html("<h1>Hello</h1>"), "SearchAnswerUnusable"],
    ["half an answer", respond.html("{\"results\":[{\"url\":"), "SearchAnswerUnusable"],
    ["another form", respond.json({ results: "none" , web: { results: 3 } }), "SearchAnswerUnusable"],
    ["more than is read", respond.html(" ".repeat(1_000_001)), "SearchAnswerUnusable"],
    ["results without pages", respond.json({ results: [{ url: null }], web: { results: [{ url: 3 }] } }), "SearchAnswerUnusable"],
    ["nothing at all", respond.fail(), "SearchUnavailable"],
    ["too late", respond.fail(new TimedOut({ message: "Late." })), "SearchTimedOut"]
  ])("%s", ([, responder, tag]) => Effect.map(failing(responder), (reason) => assert.strictEqual(reason._tag, tag)))
})

describe("what single engines say in their own way", () => {
  const tavilyUrl = "https://api.tavily.com/search"
  const exaUrl = "https://api.exa.ai/search"
  const searxngUrl = "https://searx.example/search?q=q&format=json"
  const tavily = (web: Layer.Layer<HttpFetch>) => TavilySearch.layer({ apiKey }).pipe(Layer.provide(web))
  const exa = (web: Layer.Layer<HttpFetch>) => ExaSearch.layer({ apiKey }).pipe(Layer.provide(web))
  const searxng = (web: Layer.Layer<HttpFetch>) => SearxngSearch.layer({ baseUrl: "https://searx.example" }).pipe(Layer.provide(web))

  const reasonOfAsked = Effect.map(Effect.flip(ask("q")), ({ reason }) => reason)
  const reasonOf = (layer: Layer.Layer<WebSearch>) => Effect.provide(reasonOfAsked, layer)
  const serving = (url: string, responder: Responder) => FakeWeb.layer.pipe(Layer.tap((context) => FakeWeb.use((web) => web.serve(url, responder)).pipe(Effect.provideContext(context))))

  it.effect("SearXNG without JSON among its formats says what to do", () =>
    Effect.gen(function*() {
      const origin = "https://searx.example"
      const web = serving(`${origin}/search?q=q&format=json`, searchEngines.searxng(find, { formats: ["html"] }))
      const reason = yield* reasonOf(SearxngSearch.layer({ baseUrl: origin }).pipe(Layer.provide(web)))
      assert.include(reason.message, "settings.yml")
    }))

  it.effect("SearXNG whose engines have shut it out has not looked, and is not believed to have found nothing", () =>
    Effect.gen(function*() {
      const origin = "https://searx.example"
      const unresponsive = [["brave", "Suspended: too many requests"], ["duckduckgo", "CAPTCHA"]] as const
      const layer = (found: ReadonlyArray<WebHit>) =>
        SearxngSearch.layer({ baseUrl: origin }).pipe(Layer.provide(serving(`${origin}/search?q=q&format=json`, searchEngines.searxng(() => found, { unresponsive }))))
      const reason = yield* reasonOf(layer([]))
      assert.strictEqual(reason._tag, "SearchUnavailable")
      assert.include(reason.message, "2 of the engines")
      assert.lengthOf(yield* ask("q").pipe(Effect.provide(layer(hits))), 2)
    }))

  it.effect("a result without a page of its own keeps no other from being read", () =>
    Effect.gen(function*() {
      const origin = "https://searx.example"
      const results = [{ template: "keyvalue.html", url: null, kvmap: {} }, { url: "https://koda.example/2", title: null, content: null }]
      const web = serving(`${origin}/search?q=q&format=json`, respond.json({ query: "q", results, unresponsive_engines: [["a", "timeout"]] }))
      const found = yield* ask("q").pipe(Effect.provide(SearxngSearch.layer({ baseUrl: origin }).pipe(Layer.provide(web))))
      assert.deepStrictEqual(found, [{ url: "https://koda.example/2", title: "https://koda.example/2", snippet: "" }])
    }))

  const brave = "https://api.search.brave.com/res/v1/web/search?q=q&count=5&text_decorations=false"
  const refusedBy = (layer: Layer.Layer<WebSearch>) =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(reasonOf(layer))
      yield* TestClock.adjust("1 minute")
      return yield* Fiber.join(fiber)
    })
  const month = 1_419_704
  it.effect.each<[Record<"limit" | "remaining" | "reset", string>, Partial<SearchReason>]>([
    [{ limit: "1, 2000", remaining: "0, 100", reset: `1, ${month}` }, { _tag: "SearchRateLimited", retryAfterMs: 1_000 }],
    [{ limit: "1, 2000", remaining: "1, 100", reset: `1, ${month}` }, { _tag: "SearchRateLimited", retryAfterMs: 1_000 }],
    // A key that pays per request has no month to be used up.
    [{ limit: "50, 0", remaining: "0, 0", reset: `1, ${month}` }, { _tag: "SearchRateLimited", retryAfterMs: 1_000 }],
    [{ limit: "50, 0", remaining: "49, 0", reset: `1, ${month}` }, { _tag: "SearchRateLimited", retryAfterMs: 1_000 }],
    [{ limit: "1, 2000", remaining: "0, 0", reset: "1, 3600" }, { _tag: "SearchRateLimited", retryAfterMs: 3_600_000 }],
    [{ limit: "1, 2000", remaining: "0, 0", reset: `1, ${month}` }, { _tag: "SearchMisconfigured" }],
    [{ limit: "", remaining: "", reset: "" }, { _tag: "SearchRateLimited", retryAfterMs: null }]
  ])("Brave's wait is that of the longest window that is used up: %j", ([windows, expected]) =>
    Effect.gen(function*() {
      const web = serving(brave, () => Effect.succeed(engineRefusals.brave(windows)))
      assert.deepInclude(yield* refusedBy(BraveSearch.layer({ apiKey }).pipe(Layer.provide(web))), expected)
    }))

  it.effect("a cassette replays a refusal to the same wait", () =>
    Effect.gen(function*() {
      const web = serving(brave, () => Effect.succeed(engineRefusals.brave({ limit: "50, 0", remaining: "0, 0", reset: `60, ${month}` })))
      const [reason, cassette] = yield* Effect.all([reasonOfAsked, CassetteRecorder.use((recorder) => recorder.cassette)]).pipe(
        Effect.provide(BraveSearch.layer({ apiKey }).pipe(Layer.provideMerge(recordCassette({ secrets: [key] })), Layer.provide(web)))
      )
      assert.deepInclude(reason, { _tag: "SearchRateLimited", retryAfterMs: 60_000 })
      const replayed = yield* reasonOf(BraveSearch.layer({ apiKey }).pipe(Layer.provide(replayCassette(cassette, { secrets: [key] }))))
      assert.deepStrictEqual(replayed, reason)
      assert.notInclude(JSON.stringify(cassette), key)
    }))

  it.effect.each([3, 24])("%d searches at once on a plan of one request per second all find what they look for", (searches) =>
    Effect.gen(function*() {
      let next = 0
      const limited: Responder = (request) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          if (now < next) return Effect.succeed(engineRefusals.brave({ limit: "1, 2000", remaining: "0, 100", reset: `1, ${month}` }))
          next = now + 1_000
          return searchEngines.brave(find, key)(request)
        })
      const layer = BraveSearch.layer({ apiKey }).pipe(Layer.provide(serving(brave, limited)))
      const all = Effect.all(Array.from({ length: searches }, () => ask("q")), { concurrency: "unbounded" }).pipe(Effect.provide(layer))
      const fiber = yield* Effect.forkChild(all)
      yield* TestClock.adjust("30 seconds")
      assert.deepStrictEqual((yield* Fiber.join(fiber)).map((found) => found.length), Array.from({ length: searches }, () => 2))
    }))

  it.effect("once a limit by the second was met nobody uses up the second for each other", () =>
    Effect.gen(function*() {
      let next = 0
      let refused = 0
      const limited: Responder = (request) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          if (now < next) return Effect.sync(() => (refused++, engineRefusals.tavily(429, { "retry-after": "1" })))
          next = now + 1_000
          return searchEngines.tavily(find, key)(request)
        })
      const three = Effect.all([ask("a"), ask("b"), ask("c")], { concurrency: "unbounded" })
      yield* Effect.gen(function*() {
        for (const most of [3, 2]) {
          refused = 0
          const fiber = yield* Effect.forkChild(three)
          yield* TestClock.adjust("10 seconds")
          yield* Fiber.join(fiber)
          assert.strictEqual(refused, most)
        }
      }).pipe(Effect.provide(tavily(serving(tavilyUrl, limited))))
    }))

  it.effect("one who leaves while waiting for a turn leaves it to the others", () =>
    Effect.gen(function*() {
      let isLimited = true
      const limited: Responder = (request) =>
        isLimited ? Effect.succeed(engineRefusals.tavily(429, { "retry-after": "1" })) : searchEngines.tavily(find, key)(request)
      const layer = tavily(serving(tavilyUrl, limited))
      yield* Effect.gen(function*() {
        const first = yield* Effect.forkChild(ask("q"))
        const second = yield* Effect.forkChild(ask("q"))
        yield* TestClock.adjust("1500 millis")
        yield* Fiber.interrupt(first)
        isLimited = false
        yield* TestClock.adjust("1 second")
        assert.lengthOf(yield* Fiber.join(second), 2)
      }).pipe(Effect.provide(layer))
    }))

  it.effect("Brave calls an unknown key a validation error", () =>
    Effect.gen(function*() {
      const web = serving(brave, searchEngines.brave(find, "another"))
      assert.strictEqual((yield* reasonOf(BraveSearch.layer({ apiKey }).pipe(Layer.provide(web))))._tag, "SearchMisconfigured")
    }))

  it.effect.each<[string, (web: Layer.Layer<HttpFetch>) => Layer.Layer<WebSearch>, string, ServedResponse, Partial<SearchReason>]>([
    ["Tavily, too fast", tavily, tavilyUrl, engineRefusals.tavily(429, { "retry-after": "60" }), { _tag: "SearchRateLimited", retryAfterMs: 60_000 }],
    ["Tavily, too fast, without a word", tavily, tavilyUrl, engineRefusals.tavily(429), { _tag: "SearchRateLimited", retryAfterMs: null }],
    ["Tavily, the plan is used up", tavily, tavilyUrl, engineRefusals.tavily(432), { _tag: "SearchMisconfigured" }],
    ["Tavily, what may be paid is used up", tavily, tavilyUrl, engineRefusals.tavily(433), { _tag: "SearchMisconfigured" }],
    ["Exa, too fast", exa, exaUrl, engineRefusals.exa(429, "RATE_LIMITED"), { _tag: "SearchRateLimited", retryAfterMs: null }],
    ["Exa, no credits", exa, exaUrl, engineRefusals.exa(402, "NO_MORE_CREDITS"), { _tag: "SearchMisconfigured" }],
    ["Exa, the key's budget", exa, exaUrl, engineRefusals.exa(402, "API_KEY_BUDGET_EXCEEDED"), { _tag: "SearchMisconfigured" }],
    ["SearXNG, too fast", searxng, searxngUrl, engineRefusals.searxng, { _tag: "SearchRateLimited", retryAfterMs: null }]
  ])("%s", ([, layer, url, refusal, expected]) =>
    Effect.map(reasonOf(layer(serving(url, () => Effect.succeed(refusal)))), (reason) => assert.deepInclude(reason, expected)))

  it.effect("a request that hangs ends with the caller", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve("https://api.exa.ai/search", respond.never())
      const fiber = yield* Effect.forkChild(ask("q"))
      while ((yield* web.open) === 0) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* web.open, 0)
    }).pipe(Effect.provide(ExaSearch.layer({ apiKey }).pipe(Layer.provideMerge(FakeWeb.layer)))))
})
