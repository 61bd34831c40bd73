import { assert, describe, it } from "@effect/vitest"
import { judgeTyped, nothingKnown, PageReader, parseCondition, placesOf, type Verdict } from "@vedette/domain"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { readDocument } from "../src/readDocument.ts"
import { WebPageReader } from "../src/index.ts"
import { webOf } from "./webOf.ts"

const url = "https://a.example/p"
const verdictOf = (condition: string, type: string, body: string) =>
  Effect.gen(function*() {
    const parsed = Result.getOrThrow(parseCondition(condition))
    const pages = yield* Effect.forEach(placesOf(parsed, [url]), (place) => PageReader.use((reader) => reader.read({ ...place, feed: false })))
    return judgeTyped(parsed, { sources: [url], pages, failed: [], known: nothingKnown }).verdict
  }).pipe(Effect.provide(WebPageReader.layer()), Effect.provide(webOf({ [url]: { body, headers: { "content-type": type } } }).layer))

const item = (title: string) => `<item><title>${title}</title><description>All about ${title}, and some more of it.</description></item>`
const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${item("Koda 1")}${item("Koda 2")}</channel></rss>`
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>1</id><title>Koda 1</title></entry><entry><id>2</id><title>Koda 2</title><summary>Not for sale.</summary></entry></feed>`
const jsonFeed = JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "News", items: [{ id: "1", title: "Koda 1" }, { id: "2", title: "Koda 2" }] })
const filler = "<p>A pair of headphones with soft cushions, thirty hours of battery and a case to carry them in.</p>"
const html = `<!doctype html><html><head><title>Shop</title></head><body><main><div>${filler}</div><div><p>Sold out.</p></div></main><script>let a = "<b>"</script></body></html>`
const json = JSON.stringify({ name: "headphones", text: "soft cushions, thirty hours of battery and a case", status: "sold out" }, null, 1)

const sitemap = (count: number) =>
  `<urlset>${Array.from({ length: count }, (_, index) => `<url><loc>https://a.example/${index}</loc></url>`).join("")}</urlset>`

describe("a document that ends in its middle", () => {
  it.effect.each<[string, string, string, string, Verdict, Verdict]>([
    ["an entry of RSS", "not entry(page) matches \"Koda 3\"", "text/xml", rss, "met", "unclear"],
    ["an entry of Atom", "not entry(page) matches \"Koda 3\"", "application/atom+xml", atom, "met", "unclear"],
    ["an entry of a JSON Feed", "not entry(page) matches \"Koda 3\"", "application/feed+json", jsonFeed, "met", "unclear"],
    ["an XML document that is no feed", "text(page) lacks \"in stock\"", "text/xml", `<catalogue><product>Headphones with soft cushions and thirty hours of battery.</product><status>sold out</status></catalogue>`, "met", "unclear"],
    ["words of a page", "text(page) lacks \"in stock\"", "text/html", html, "met", "unclear"],
    ["words of JSON", "text(page) lacks \"in stock\"", "application/json", json, "met", "unclear"]
  ])("says nothing of what it lacks: %s", ([, condition, type, body, whole, half]) =>
    Effect.gen(function*() {
      assert.strictEqual(yield* verdictOf(condition, type, body), whole)
      for (const part of [0.9, 0.8, 0.7]) {
        assert.strictEqual(yield* verdictOf(condition, type, body.slice(0, Math.floor(body.length * part))), half)
      }
    }))

  it.effect("still has what stands on it, but for half an entry", () =>
    Effect.gen(function*() {
      const half = atom.slice(0, atom.indexOf("Not for sale"))
      assert.strictEqual(yield* verdictOf("entry(page) matches \"Koda 1\"", "text/xml", half), "met")
      assert.strictEqual(yield* verdictOf("entry(page) matches \"Koda 2\" & !\"not for sale\"", "text/xml", half), "unclear")
      assert.strictEqual(yield* verdictOf("text(page) contains \"soft cushions\"", "text/html", html.slice(0, -40)), "met")
    }))

  it.effect("nor an address that it was cut off in", () =>
    Effect.gen(function*() {
      const source = `${sitemap(1).replace("</urlset>", "")}<url><loc>https://a.example/koda`
      assert.strictEqual(yield* verdictOf("entry(page) matches \"koda\"", "text/xml", `${source}</loc></url></urlset>`), "met")
      assert.strictEqual(yield* verdictOf("entry(page) matches \"koda\"", "text/xml", source), "unclear")
    }))

  it.effect("is half where the feed beside a whole page is", () =>
    Effect.gen(function*() {
      const page = { body: `<link rel="alternate" type="application/rss+xml" href="/feed"><h1>News</h1>${filler}` }
      const restOf = (feed: string) =>
        PageReader.use((reader) => reader.read({ url, selectors: [], feed: true })).pipe(
          Effect.provide(WebPageReader.layer()),
          Effect.provide(webOf({ [url]: page, "https://a.example/feed": { body: feed, headers: { "content-type": "text/xml" } } }).layer),
          Effect.map(({ entries, rest }) => [entries?.length, rest])
        )
      assert.deepStrictEqual(yield* restOf(rss), [2, undefined])
      assert.deepStrictEqual(yield* restOf(rss.slice(0, -60)), [1, "lost"])
    }))

  it.effect("has not changed, as far as anybody can tell", () =>
    Effect.map(verdictOf("changed(page)", "text/html", html.slice(0, -40)), (verdict) => assert.strictEqual(verdict, "unclear")))

  it.effect("is one that has more entries than are kept, too", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* verdictOf("not entry(page) matches \"soon\"", "text/xml", sitemap(500)), "met")
      assert.strictEqual(yield* verdictOf("not entry(page) matches \"soon\"", "text/xml", sitemap(501)), "unclear")
    }))

  it.effect("keeps the newest entries of a long one, wherever they stand, and in the order of the document", () =>
    Effect.gen(function*() {
      const days = Array.from({ length: 502 }, (_, index) => index === 250 ? "" : new Date(Date.UTC(2026, 0, index)).toISOString())
      const source = `<urlset>${days.map((day, index) => `<url><loc>https://a.example/${index}</loc>${day === "" ? "" : `<lastmod>${day}</lastmod>`}</url>`).join("")}</urlset>`
      const read = readDocument({ source, kind: "xml", selectors: [], asked: url, answered: url })
      const ids = read._tag === "Content" ? read.content.entries?.map(({ url }) => Number(url?.split("/").at(-1))) : null
      assert.deepStrictEqual(ids, days.map((_, index) => index).filter((index) => index !== 250 && index !== 0))
    }))

  it.effect("is asked for whole again: unchanged since then would be half for ever", () =>
    Effect.gen(function*() {
      const headers = { "content-type": "text/html", etag: "\"1\"" }
      const reads = (body: string) => {
        const { asked, layer } = webOf({ [url]: { body, headers } })
        const read = PageReader.use((reader) => reader.read({ url, selectors: [] }))
        return Effect.andThen(read, read).pipe(
          Effect.provide(WebPageReader.layer()),
          Effect.provide(layer),
          Effect.map(() => asked.filter((request) => request.url === url).map(({ headers }) => headers?.["if-none-match"]))
        )
      }
      assert.deepStrictEqual(yield* reads(html.slice(0, -80)), [undefined, undefined])
      assert.deepStrictEqual(yield* reads(html), [undefined, "\"1\""])
    }))

  it.each<[string, string]>([
    ["end tags that HTML lets out", "<!doctype html><html lang=en><title>T</title><body><p>One<ul><li>a<li>b</ul><table><tr><td>1<td>2</table><p>Two"],
    ["elements that nobody ended, in a body that is", "<html><body><div><b>One</body></html>\n<!-- served in 3 ms -->"],
    ["a fragment", "<h1>T</h1><p>1 < 2 and so on <br>"],
    ["an image at its end", "<p>One</p><img src=a.png>"],
    ["words in capitals", "<HTML><BODY><DIV>One</DIV ></BODY></HTML>"]
  ])("is none that has %s", (_, source) => {
    const read = readDocument({ source, kind: "html", selectors: [], asked: url, answered: url })
    assert.isTrue(read._tag === "Content" && read.content.rest === null, JSON.stringify(read))
  })

  const share = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 5, maximum: 999 })))
  it.prop("is found out wherever XML and JSON are cut", [share], ([share]) => {
    for (const [kind, body] of [["xml", rss], ["xml", atom], ["json", jsonFeed], ["json", json]] as const) {
      const source = body.slice(0, Math.min(body.length - 1, Math.max(60, Math.floor(body.length * share / 1_000))))
      const read = readDocument({ source, kind, selectors: [], asked: url, answered: url })
      assert.isTrue(read._tag === "Content" && read.content.rest === "lost", source)
    }
  }, { arbitrary: { runs: 60 } })
})
