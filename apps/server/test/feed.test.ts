import { assert, describe, it } from "@effect/vitest"
import { aJudgement, anExecution, aTask, fixtureNow } from "@vedette/testkit/fixtures"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { atomFeed } from "../src/feed/atomFeed.ts"
import { feedOfTask } from "../src/feed/Feed.ts"
import { jsonFeed } from "../src/feed/jsonFeed.ts"
import { rssFeed } from "../src/feed/rssFeed.ts"
import { element, xmlDocument, xmlText } from "../src/feed/xml.ts"
import { elementsIn, readXml } from "./readXml.ts"

const codeUnit = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffff })))
/** The units that break documents, more often than chance would bring them: controls, halves of surrogates, noncharacters. */
const trouble = Arbitrary.schema(Schema.Literals([0, 7, 9, 10, 13, 27, 0x7f, 0x85, 0xd800, 0xdc00, 0xfffe, 0xffff, 0x2028]))
const markup = Arbitrary.schema(Schema.Literals(["]]>", "<![CDATA[", "</title>", "&amp;", "&", "<script>", "\"", "'", "<!--", "\u{1F600}", "\u{10FFFF}"]))
const unit = (n: number) => String.fromCharCode(n)
const piece = Arbitrary.all({ codeUnit, trouble, markup }).pipe(
  Arbitrary.map((one) => unit(one.codeUnit) + unit(one.trouble) + one.markup)
)
/** Whatever a page may put into a title. */
const anyText = Arbitrary.array(piece, { maxLength: 12 }).pipe(Arbitrary.map((pieces) => pieces.join("")))

const feedSaying = (title: string, said: string, uri: string) =>
  feedOfTask(
    aTask({ name: title, conditionDescription: said }),
    [anExecution({ status: "success", completedAt: fixtureNow, notification: said, judgement: aJudgement({ evidence: title, sources: [{ title, uri }] }) })],
    { selfUrl: `https://vedette.example/${said}`, homeUrl: "https://vedette.example/" }
  )

describe("XML", () => {
  it.prop("a strict parser reads back what was written, in text and in attributes, with what XML cannot hold replaced", [anyText], ([text]) => {
    const root = readXml(xmlDocument(element("a", { b: text }, text, element("c", {}, text))))
    assert.strictEqual(root.text, xmlText(text))
    assert.strictEqual(root.attributes["b"], xmlText(text))
    assert.strictEqual(root.children[0]?.text, xmlText(text))
  })

  it("replaces only what XML cannot hold", () => {
    assert.strictEqual(xmlText("a\u0000b\u001bc\ud800d\uFFFEe"), "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe")
    assert.strictEqual(xmlText("ü \t\n\r \u0085 \u{1F600} \u{10FFFF}"), "ü \t\n\r \u0085 \u{1F600} \u{10FFFF}")
  })
})

describe("feeds", () => {
  it.prop("are well-formed and of the same alerts, whatever a page says", [anyText, anyText, anyText], ([title, said, path]) => {
    const feed = feedSaying(title, said, `https://shop.example/${path}`)
    const [rss, atom] = [readXml(rssFeed(feed)), readXml(atomFeed(feed))]
    const { items } = jsonFeed(feed)
    assert.deepStrictEqual(elementsIn(rss, "guid").map(({ text }) => text), items.map(({ id }) => id))
    assert.deepStrictEqual(elementsIn(atom, "entry").map((entry) => elementsIn(entry, "id")[0]?.text), items.map(({ id }) => id))
    assert.strictEqual(elementsIn(rss, "description")[1]?.text, xmlText(items[0]!.content_html))
    assert.deepStrictEqual(JSON.parse(JSON.stringify(jsonFeed(feed))).items[0].id, items[0]?.id)
  })

  it.prop("no markup of a page survives into an alert's HTML", [anyText, anyText], ([title, said]) => {
    const html = jsonFeed(feedSaying(title, said, "https://shop.example/")).items[0]?.content_html ?? ""
    assert.match(html.replaceAll(/<\/?(?:p|ul|li)>|<a href="[^"<>]*">|<\/a>/g, ""), /^[^<>]*$/)
  })

  it("link to web pages alone", () => {
    for (const uri of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"]) {
      const [item] = jsonFeed(feedSaying("Kettle", "It is.", uri)).items
      assert.notProperty(item, "url")
      assert.notInclude(item?.content_html, "href")
    }
  })

  it("an empty one is a feed all the same", () => {
    const feed = feedOfTask(aTask({ name: "" }), [], { selfUrl: "https://a.example/rss", homeUrl: "https://a.example/" })
    assert.lengthOf(elementsIn(readXml(rssFeed(feed)), "item"), 0)
    assert.strictEqual(elementsIn(readXml(atomFeed(feed)), "updated")[0]?.text, "2026-01-05T09:00:00.000Z")
  })
})
