import { assert, describe, it } from "@effect/vitest"
import { PageReader } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { WebPageReader } from "../src/index.ts"
import { type CannedAnswer, webOf } from "./webOf.ts"

const url = "https://blog.example/feed"

const readOf = (answers: Readonly<Record<string, CannedAnswer>>, request: { readonly url: string; readonly feed?: boolean }) =>
  PageReader.use((reader) => reader.read({ selectors: [], ...request })).pipe(
    Effect.provide(WebPageReader.layer()),
    Effect.provide(webOf(answers).layer)
  )

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Koda News</title>
<item><title><![CDATA[Koda 2 &amp; its case]]></title><link>https://blog.example/1</link><description>&lt;p&gt;It is &lt;b&gt;here&lt;/b&gt;.&lt;/p&gt;</description>
<guid isPermaLink="false">a-1</guid><pubDate>Tue, 03 Mar 2026 10:00:00 +0100</pubDate></item>
<item><title>Older</title><link>https://blog.example/0</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>`
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Releases</title><entry><id>tag:1</id><title type="html">Koda &lt;i&gt;4.1.0&lt;/i&gt;</title>
<link rel="self" href="https://blog.example/self"/><link href="https://blog.example/v4"/><updated>2026-03-03T09:00:00Z</updated><summary>Fixes.</summary></entry></feed>`
const rdf = `<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Old style</title></channel>
<item rdf:about="https://blog.example/r"><title>An RDF item</title><link>https://blog.example/r</link><dc:date>2026-03-03</dc:date></item></rdf:RDF>`
const jsonFeed = JSON.stringify({
  version: "https://jsonfeed.org/version/1.1", title: "JSON news",
  items: [{ id: "7", url: "https://blog.example/7", title: "A JSON item", content_html: "<p>Body &amp; soul</p>", date_published: "2026-03-03T09:00:00Z" }]
})

describe("feeds", () => {
  it.effect.each<readonly [string, string, string, Array<string>, string, string | null]>([
    ["RSS", rss, "text/xml", ["Koda 2 & its case", "Older"], "It is here.", "2026-03-03T09:00:00.000Z"],
    ["Atom", atom, "application/atom+xml", ["Koda 4.1.0"], "Fixes.", null],
    ["RDF", rdf, "application/rdf+xml", ["An RDF item"], "", "2026-03-03T00:00:00.000Z"],
    ["a JSON Feed", jsonFeed, "application/feed+json", ["A JSON item"], "Body & soul", "2026-03-03T09:00:00.000Z"],
    ["RSS served as HTML", rss, "text/html", ["Koda 2 & its case", "Older"], "It is here.", "2026-03-03T09:00:00.000Z"]
  ])("%s has its entries, titles, texts and dates", ([, body, type, titles, text, published]) =>
    Effect.gen(function*() {
      const page = yield* readOf({ [url]: { body, headers: { "content-type": type } } }, { url })
      assert.strictEqual(page.kind, "feed")
      assert.deepStrictEqual(page.entries?.map(({ title }) => title), titles)
      const [first] = page.entries ?? []
      assert.strictEqual(first?.text, text)
      assert.strictEqual(first?.publishedAt === null || first === undefined ? null : DateTime.formatIso(first.publishedAt), published)
      for (const title of titles) assert.include(page.text, title)
    }))

  it.effect("a sitemap gives its addresses and when they changed", () =>
    Effect.gen(function*() {
      const body = "<urlset><url><loc>https://a.example/1</loc><lastmod>2026-03-01</lastmod></url><url><loc>https://a.example/2</loc><lastmod>2026-03-04T10:00:00Z</lastmod></url></urlset>"
      const page = yield* readOf({ [url]: { body, headers: { "content-type": "application/xml" } } }, { url })
      assert.strictEqual(page.kind, "sitemap")
      assert.deepStrictEqual(page.dates?.map(({ at, kind }) => [kind, at]), [["modified", "2026-03-04T10:00:00.000Z"]])
    }))

  it.effect("a page that names its feed is read with it where entries are wanted, and alone where not", () =>
    Effect.gen(function*() {
      const home = "https://blog.example/"
      const web = {
        [home]: { body: "<title>Blog</title><link rel=alternate type='application/rss+xml' href='/feed'><p>Welcome to our blog about things.</p>" },
        [url]: { body: rss, headers: { "content-type": "application/rss+xml" } }
      }
      assert.strictEqual((yield* readOf(web, { url: home, feed: true })).entries?.length, 2)
      assert.isUndefined((yield* readOf(web, { url: home })).entries)
    }))

  it.effect("entities that a document declares itself are never expanded", () =>
    Effect.gen(function*() {
      const declared = Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join("")
      const body = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "boom"><!ENTITY x SYSTEM "file:///etc/passwd">${declared}]><rss><channel><title>T &a20; &x;</title><item><title>One</title></item></channel></rss>`
      const page = yield* readOf({ [url]: { body, headers: { "content-type": "text/xml" } } }, { url })
      assert.notInclude(page.text, "boom")
      assert.isBelow(page.text.length, 2_000)
    }))
})
