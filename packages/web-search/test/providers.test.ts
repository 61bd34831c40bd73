import { assert, describe, it } from "@effect/vitest"
import { type SearchReason, TimedOut, type WebHit, WebSearch } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { openStandIn, searchEngines } from "@vedette/testkit/stand-ins"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { BraveSearch, ExaSearch, SearxngSearch, TavilySearch } from "../src/index.ts"

const key = "secret-key-of-a-test"
const hits: ReadonlyArray<WebHit> = [
  { url: "https://koda.example/2", title: "The <strong>Koda</strong> 2", snippet: "In  shops\nnow." },
  { url: "https://koda.example/2", title: "again", snippet: "" },
  { url: "ftp://files.example/", title: "no page", snippet: "" },
  { url: "https://user:pass@example.com/", title: "credentials", snippet: "" },
  { url: "https://news.example/", title: "News", snippet: "" }
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
    ["nothing at all", respond.fail(), "SearchUnavailable"],
    ["too late", respond.fail(new TimedOut({ message: "Late." })), "SearchTimedOut"]
  ])("%s", ([, responder, tag]) => Effect.map(failing(responder), (reason) => assert.strictEqual(reason._tag, tag)))
})

describe("what single engines say in their own way", () => {
  const reasonOf = (layer: Layer.Layer<WebSearch>) => Effect.map(Effect.flip(ask("q")), ({ reason }) => reason).pipe(Effect.provide(layer))
  const serving = (url: string, responder: Responder) => FakeWeb.layer.pipe(Layer.tap((context) => FakeWeb.use((web) => web.serve(url, responder)).pipe(Effect.provideContext(context))))

  it.effect("SearXNG without JSON among its formats says what to do", () =>
    Effect.gen(function*() {
      const origin = "https://searx.example"
      const web = serving(`${origin}/search?q=q&format=json`, searchEngines.searxng(find, { formats: ["html"] }))
      const reason = yield* reasonOf(SearxngSearch.layer({ baseUrl: origin }).pipe(Layer.provide(web)))
      assert.include(reason.message, "settings.yml")
    }))

  const brave = "https://api.search.brave.com/res/v1/web/search?q=q&count=5&text_decorations=false"
  it.effect.each<[Record<string, string>, number | null]>([
    [{ "x-ratelimit-remaining": "0, 100", "x-ratelimit-reset": "1, 1419704" }, 1_000],
    [{ "x-ratelimit-remaining": "0, 0", "x-ratelimit-reset": "1, 1419704" }, 1_419_704_000],
    [{}, null]
  ])("Brave's wait is that of the longest window that is used up: %j", ([headers, wait]) =>
    Effect.gen(function*() {
      const web = serving(brave, respond.status(429, headers))
      const reason = yield* reasonOf(BraveSearch.layer({ apiKey }).pipe(Layer.provide(web)))
      assert.deepInclude(reason, { _tag: "SearchRateLimited", retryAfterMs: wait })
    }))

  it.effect("Brave calls an unknown key a validation error", () =>
    Effect.gen(function*() {
      const web = serving(brave, searchEngines.brave(find, "another"))
      assert.strictEqual((yield* reasonOf(BraveSearch.layer({ apiKey }).pipe(Layer.provide(web))))._tag, "SearchMisconfigured")
    }))

  it.effect.each([432, 433])("Tavily's %d is a plan that is used up", (status) =>
    Effect.gen(function*() {
      const web = serving("https://api.tavily.com/search", respond.status(status))
      assert.strictEqual((yield* reasonOf(TavilySearch.layer({ apiKey }).pipe(Layer.provide(web))))._tag, "SearchMisconfigured")
    }))

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
