import { assert, layer } from "@effect/vitest"
import { Page, PageReaderError, type PageReaderReason } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { type Law, registerLaws } from "../Law.ts"
import { PageReaderSubject } from "./PageReaderSubject.ts"

type Subject = PageReaderSubject["Service"]

const law = (name: string, check: (subject: Subject) => Effect.Effect<void, unknown>): Law<PageReaderSubject> => ({
  name,
  check: Effect.flatMap(PageReaderSubject, check)
})

const url = "https://reader.example/kettle"
const html = (body: string, headers: Readonly<Record<string, string>> = {}) => ({ headers: { "content-type": "text/html; charset=utf-8", ...headers }, body: `<!doctype html><title>Kettle</title>${body}` })
const seen = "<h1>Blue kettle</h1><p class=price>45.00 EUR</p><p>It boils a litre of water in two minutes and whistles when it has.</p>"

const failureOf = ({ reader, serve }: Subject, response: Parameters<Subject["serve"]>[1]) =>
  Effect.andThen(serve(url, response), Effect.flip(reader.read({ url, selectors: [] })))

const statuses: ReadonlyArray<readonly [status: number, headers: Readonly<Record<string, string>>, reason: PageReaderReason["_tag"]]> = [
  [404, {}, "PageGone"],
  [410, {}, "PageGone"],
  [429, { "retry-after": "30" }, "PageRateLimited"],
  [503, { "retry-after": "30" }, "PageRateLimited"],
  [500, {}, "PageUnavailable"],
  [403, {}, "PageBlocked"]
]

export const pageReaderLaws: ReadonlyArray<Law<PageReaderSubject>> = [
  law("a page is read under the URL that was asked for, complete, and can be stored", ({ reader, serve }) =>
    Effect.gen(function*() {
      yield* serve(url, html(seen))
      const page = yield* reader.read({ url, selectors: [] })
      assert.strictEqual(page.url, url)
      assert.strictEqual(page.title, "Kettle")
      assert.include(page.text, "Blue kettle")
      assert.strictEqual(page.text, page.blocks.join("\n"))
      yield* Schema.decodeEffect(Page)(yield* Schema.encodeEffect(Page)(page))
    })),
  law("every failure to read is an error that says what kind, and never an empty page", (subject) =>
    Effect.gen(function*() {
      for (const [status, headers, reason] of statuses) {
        const error = yield* failureOf(subject, { status, headers, body: seen })
        assert.instanceOf(error, PageReaderError)
        assert.strictEqual(error.reason._tag, reason, String(status))
        assert.strictEqual(error.url, url)
      }
      assert.instanceOf(yield* failureOf(subject, html("")), PageReaderError)
      assert.instanceOf(yield* Effect.flip(subject.reader.read({ url: "https://nobody.example/", selectors: [] })), PageReaderError)
    })),
  law("a wall in front of a page is not the page", (subject) =>
    Effect.gen(function*() {
      const wall = "<title>Just a moment...</title><p>Verify you are human by completing the action below.</p>"
      const error = yield* failureOf(subject, { headers: { "content-type": "text/html" }, body: wall })
      assert.strictEqual(error.reason._tag, "PageBlocked")
    })),
  law("what a reader could not see is in none of the fields", ({ reader, serve }) =>
    Effect.gen(function*() {
      const hidden = "<script>unseen()</script><style>.unseen{}</style><p hidden>unseen</p><p style='display:none'>unseen</p><p aria-hidden=true>unseen</p>"
      yield* serve(url, html(`${seen}${hidden}`))
      const page = yield* reader.read({ url, selectors: ["p[hidden]"] })
      assert.notInclude([page.text, ...page.blocks, page.selections["p[hidden]"]?.text ?? ""].join(" "), "unseen")
    })),
  law("the same bytes have the same hash, and other text another", ({ reader, serve }) =>
    Effect.gen(function*() {
      yield* serve(url, html(seen))
      const first = yield* reader.read({ url, selectors: [".price"] })
      const again = yield* reader.read({ url, selectors: [".price"] })
      yield* serve(url, html(seen.replace("45.00", "39.00")))
      const other = yield* reader.read({ url, selectors: [".price"] })
      assert.strictEqual(again.hash, first.hash)
      assert.notStrictEqual(other.hash, first.hash)
      assert.notStrictEqual(other.selections[".price"]?.hash, first.selections[".price"]?.hash)
    })),
  law("exactly the selectors that were asked for are answered, with null where nothing matches", ({ reader, serve }) =>
    Effect.gen(function*() {
      yield* serve(url, html(seen))
      const { selections } = yield* reader.read({ url, selectors: [".price", ".none", "/pointer"] })
      assert.sameMembers(Object.keys(selections), [".price", ".none", "/pointer"])
      assert.strictEqual(selections[".price"]?.text, "45.00 EUR")
      assert.isNull(selections[".none"])
    })),
  law("a selector that is not valid is refused by its name", ({ reader, serve }) =>
    Effect.gen(function*() {
      yield* serve(url, html(seen))
      const error = yield* Effect.flip(reader.read({ url, selectors: ["p[["] }))
      assert.strictEqual(error.reason._tag, "PageRefused")
      assert.include(error.message, "p[[")
    })),
  law("a feed has its entries, and a page that is none has none", ({ reader, serve }) =>
    Effect.gen(function*() {
      const feed = "<rss version=\"2.0\"><channel><title>News</title><item><title>One</title></item></channel></rss>"
      yield* serve(url, { headers: { "content-type": "application/rss+xml" }, body: feed })
      assert.deepStrictEqual((yield* reader.read({ url, selectors: [] })).entries?.map(({ title }) => title), ["One"])
      yield* serve(url, html(seen))
      assert.isUndefined((yield* reader.read({ url, selectors: [], feed: true })).entries)
    })),
  law("a document that ends in its middle says so, and one that is whole does not", ({ reader, serve }) =>
    Effect.gen(function*() {
      const documents = [
        ["text/html", `<html><body><main>${seen}<div class="stock"><p>In stock</p></div></main></body></html>`],
        ["application/rss+xml", "<rss version=\"2.0\"><channel><title>News</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>"],
        ["application/json", "{\"name\": \"Kettle\", \"offers\": [{\"price\": 45}, {\"price\": 39}]}"]
      ] as const
      for (const [type, body] of documents) {
        const headers = { "content-type": type }
        yield* serve(url, { headers, body })
        assert.isUndefined((yield* reader.read({ url, selectors: [] })).rest, type)
        yield* serve(url, { headers, body: body.slice(0, Math.floor(body.length * 0.7)) })
        assert.strictEqual((yield* reader.read({ url, selectors: [] })).rest, "lost", type)
      }
    })),
  law("interrupting a read ends its requests", ({ open, reader, serve }) =>
    Effect.gen(function*() {
      yield* serve(url, Effect.never)
      const fiber = yield* Effect.forkChild(Effect.exit(reader.read({ url, selectors: [] })))
      while ((yield* open) === 0 && fiber.pollUnsafe() === undefined) yield* Effect.yieldNow
      assert.isAbove(yield* open, 0)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* open, 0)
    }))
]

/**
 * Registers the contract suite of `PageReader` for one adapter.
 *
 * @example
 * pageReaderContract("web", Layer.effect(PageReaderSubject, overFakeWeb).pipe(Layer.provide(FakeWeb.layer)))
 */
export const pageReaderContract = <E>(name: string, subject: Layer.Layer<PageReaderSubject, E>): void =>
  layer(subject)(`PageReader contract (${name})`, (it) => registerLaws(it, pageReaderLaws))
