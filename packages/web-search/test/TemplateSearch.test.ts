import { assert, describe, it } from "@effect/vitest"
import { WebSearch } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TemplateSearch } from "../src/index.ts"

const rss = "https://news.example/rss?q={query}"
const json = "https://search.example/find/{query}.json"
const layer = TemplateSearch.layer({ templates: [rss, json] }).pipe(Layer.provideMerge(FakeWeb.layer))
const ask = (limit = 5) => WebSearch.use((web) => web.search({ query: "Koda 2 & co", limit }))
const encoded = "Koda%202%20%26%20co"

const feed = `<rss version="2.0"><channel><item><title>One</title><link>https://a.example/1</link><description>&lt;p&gt;First.&lt;/p&gt;</description></item>
<item><title>Two</title><link>https://a.example/2</link></item></channel></rss>`

describe("TemplateSearch", () => {
  it.effect("the words are percent-encoded, and feeds and JSON are taken in turns, each page once", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(rss.replace("{query}", encoded), () => Effect.succeed({ headers: { "content-type": "application/rss+xml" }, body: feed }))
      const results = [{ url: "https://b.example/", title: "<b>Bee</b>", content: "c" }, { link: "https://a.example/1" }, { url: "ftp://x.example/" }]
      yield* web.serve(json.replace("{query}", encoded), respond.json({ results }))
      assert.deepStrictEqual((yield* ask()).map(({ title, url }) => [url, title]), [
        ["https://a.example/1", "One"], ["https://b.example/", "Bee"], ["https://a.example/2", "Two"]
      ])
      assert.lengthOf(yield* ask(1), 1)
    }).pipe(Effect.provide(layer)))

  it.effect("half a character, which a cut may leave at the end of a question, is searched for and does not throw", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(json.replace("{query}", "Koda%20%EF%BF%BD"), respond.json([{ href: "https://b.example/" }]))
      assert.lengthOf(yield* WebSearch.use((web) => web.search({ query: "Koda \ud83d", limit: 5 })), 1)
    }).pipe(Effect.provide(layer)))

  it.effect("one that fails is left out; where the others found nothing, its reason is told", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(rss.replace("{query}", encoded), () => Effect.succeed({ body: "<html>no feed</html>" }))
      yield* web.serve(json.replace("{query}", encoded), respond.json([{ href: "https://b.example/" }]))
      assert.deepStrictEqual((yield* ask()).map(({ url }) => url), ["https://b.example/"])
      yield* web.serve(json.replace("{query}", encoded), () => Effect.succeed({ status: 429 }))
      yield* Effect.flip(ask())
      yield* web.serve(json.replace("{query}", encoded), respond.json([]))
      const error = yield* Effect.flip(ask())
      assert.include(error.message, "news.example")
      assert.strictEqual(error.reason._tag, "SearchAnswerUnusable")
    }).pipe(Effect.provide(layer)))
})
