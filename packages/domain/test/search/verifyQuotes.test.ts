import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { verifyQuotes } from "../../src/search/verifyQuotes.ts"
import { offerOf, pageOf, readAt, selected, url } from "./pageFixture.ts"

const int = (minimum: number, maximum: number) => Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))
const pick = (...values: ReadonlyArray<string>) =>
  int(0, values.length - 1).pipe(Arbitrary.map((index): string => values[index] ?? ""))

const sentence = Arbitrary.all({
  who: pick("Acme", "Globex", "Initech", "The Sony shop"),
  modal: pick("will", "may", "can", "should"),
  verb: pick("ship", "sell", "release", "price"),
  what: pick("the “Nova” headphones", "its well-known lamp", "a gift card for members", "the tour tickets"),
  price: int(11, 9_999),
  cents: int(10, 99),
  day: int(1, 28),
  month: pick("January", "May", "October")
}).pipe(Arbitrary.map((s) => ({
  ...s,
  amount: `$${s.price}.${s.cents}`,
  text: `${s.who} ${s.modal} ${s.verb} ${s.what} to the public for $${s.price}.${s.cents} from ${s.day} ${s.month} on, it's said.`
})))

const verified = (quote: string, ...blocks: ReadonlyArray<string>): boolean =>
  verifyQuotes([{ text: quote, uri: url }], [pageOf({ blocks })])[0]?.verified ?? false
const honest = { arbitrary: { runs: 250 } }
const padding = "Nothing else of note was said in the meeting, which went on for an hour and had no other point."

describe("verifyQuotes", () => {
  it.prop("a copy with other white space, quotes, dashes, ellipses around it or composed letters is verified", [sentence], ([{ text }]) => {
    const page = `Intro café. ${text} Outro.`
    const variants = [
      text,
      `  ${text.replaceAll(" ", "\u00a0")}\n`,
      text.replaceAll(" ", "  \n"),
      text.replaceAll("'", "’").replaceAll("“", "\"").replaceAll("”", "\""),
      text.replaceAll("-", "‑"),
      text.replaceAll("i", "i\u00ad"),
      `…${text}…`,
      `[...] ${text}`,
      text.slice(0, -1),
      text.replace(", it's", " it's")
    ]
    for (const variant of variants) assert.isTrue(verified(variant, page), variant)
    assert.isTrue(verified("Intro cafe\u0301.", page))
    assert.isTrue(verified(text, page.normalize("NFD").replaceAll(" ", "\u202f")))
  }, honest)

  it.prop("another number, name, modal, or a negation more or less is refused", [sentence, sentence], ([s, other]) => {
    const { amount, text } = s
    const tampered = [
      text.replace(amount, `$${s.price + 1}.${s.cents}`),
      text.replace(amount, `$${s.price}.${s.cents === 99 ? 98 : s.cents + 1}`),
      text.replace(amount, `$${s.price}`),
      text.replace(amount, `$1,${s.price}.${s.cents}`),
      text.replace(amount, `€${s.price}.${s.cents}`),
      text.replace(` ${s.day} `, ` ${s.day + 1} `),
      text.replace(` ${s.day} `, " "),
      text.replace(` ${s.modal} `, ` ${s.modal} not `),
      text.replace(` ${s.modal} `, " "),
      text.replace(` ${s.modal} `, " never "),
      text.replace("to the public", "without the public"),
      text.replace("to the public", "to no public"),
      text.replace(s.who, "Umbrella"),
      text.replace(s.month, "June"),
      text.replace(s.month, s.month.toLowerCase()),
      text.replace("said.", "said?"),
      text.replace("public", "private"),
      text.replace("on,", "off,"),
      ...(other.modal === s.modal ? [] : [text.replace(` ${s.modal} `, ` ${other.modal} `)]),
      ...(other.verb === s.verb ? [] : [text.replace(` ${s.verb} `, ` ${other.verb} `)])
    ]
    for (const variant of tampered) {
      assert.notStrictEqual(variant, text)
      assert.isFalse(verified(variant, `Intro. ${text} Outro.`), variant)
    }
  }, honest)

  it.prop("a negation of the page is not lost by quoting from behind it, cutting it out or eliding it", [sentence], ([s]) => {
    const page = `Intro. ${s.text.replace(` ${s.modal} `, ` ${s.modal} not `)} Outro.`
    const tail = s.text.slice(s.text.indexOf(` ${s.verb} `) + 1)
    for (const quote of [s.text, tail, `${s.who} ${s.modal} … ${tail}`, `${s.who} ${s.modal} ${tail}`]) {
      assert.isFalse(verified(quote, page), quote)
    }
  }, honest)

  it.prop("parts of distant or neighbouring sentences are not one quote", [sentence, sentence], ([a, b]) => {
    const head = a.text.slice(0, a.text.indexOf(" for $"))
    const tail = b.text.slice(b.text.indexOf("for $"))
    const pages = [[a.text, padding, padding, b.text], [`${a.text} ${padding} ${b.text}`], [`${a.text} ${b.text}`]]
    for (const page of pages) {
      for (const quote of [`${head} ${tail}`, `${head} … ${tail}`, `${head} [...] ${tail}`]) {
        // Two sentences with one half alike make no splice.
        if (!page.join(" ").includes(`${head} ${tail}`)) assert.isFalse(verified(quote, ...page), quote)
      }
    }
  }, honest)

  it.prop("a quote cut inside a number or a word is refused", [sentence], ([{ amount, text }]) => {
    const at = text.indexOf(amount)
    for (const quote of [text.slice(0, at + amount.length - 1), text.slice(0, at + amount.length - 3), text.slice(at + 2), text.slice(1)]) {
      assert.isFalse(verified(quote, text), quote)
    }
  }, honest)

  it.each([
    ["an elided clause", "the tour tickets … are on sale now", "All of the tour tickets for the spring season are on sale now.", true],
    ["an elided number", "the price was … in the shop today", "We say the price was $350 but is $279 in the shop today.", false],
    ["an elided name", "the Paris concert … is cancelled today", "We hear the Paris concert is on and the Rome concert is cancelled today.", false],
    ["an elided modal", "the tour tickets … on sale now", "All of the tour tickets could be on sale now.", false],
    ["parts too short", "the … sale", "the tour is on sale", false],
    ["parts in the other order", "are on sale now … the tour tickets", "All of the tour tickets for the season are on sale now.", false],
    ["an article slipped in a long quote", "we think that price of the lamp is fair for what it does", "And we think that the price of the lamp is fair for what it does.", true],
    ["an article that matters", "there are few tickets left for the show on the river this week", "there are a few tickets left for the show on the river this week", false],
    ["other case", "TICKETS ON SALE NOW", "Tickets on sale now", false],
    ["a superscript is no digit", "a field of 102 m", "a field of 10² m", false],
    ["a full-width digit is", "only 279 USD today", "only ２７９ USD today", true],
    ["a minus", "5 degrees", "-5 degrees", false],
    ["a prefix with a hyphen", "refundable", "non-refundable", false],
    ["a percent sign", "a discount of 20", "a discount of 20%", false],
    ["nothing but signs", "…", "What… ever", false],
    ["nothing", "", "anything", false]
  ])("%s", (_, quote, block, accepted) => {
    assert.strictEqual(verified(quote, block), accepted)
  })

  it("the sources of offers and what selectors showed can be quoted, the title cannot", () => {
    const page = pageOf({ offers: [offerOf({ price: 279 })], selections: { ...selected(".x", "seven left"), ".y": null } })
    const quotes = ["\"price\": \"279\"", "seven left", "Headphones"].map((text) => ({ text, uri: url }))
    assert.deepStrictEqual(verifyQuotes(quotes, [page]).map((quote) => quote.verified), [true, true, false])
  })

  it("a quote counts for the page it names only, and for none that was not read", () => {
    const here = pageOf({ blocks: ["said here"] })
    const there = pageOf({ blocks: ["said there"], url: "https://other.example/", finalUrl: "https://final.example/" })
    const verify = (text: string, uri: string) => verifyQuotes([{ text, uri }], [here, there]).map((quote) => quote.verified)
    assert.deepStrictEqual(verify("said here", url), [true])
    assert.deepStrictEqual(verify("said here", there.url), [false])
    assert.deepStrictEqual(verify("said there", there.finalUrl), [true])
    assert.deepStrictEqual(verify("said here", "https://unread.example/"), [])
  })

  it.prop("a passage is a literal piece of the page around the quote, at most 600 characters", [sentence, int(0, 8), int(0, 8)], ([s, before, after]) => {
    const block = [...Array<string>(before).fill(padding), s.text, ...Array<string>(after).fill(padding)].join(" ")
    const page = pageOf({ blocks: [block] })
    const [quote] = verifyQuotes([{ text: s.text, uri: url }], [page])
    assert.isTrue(quote?.verified)
    assert.isAtMost(quote?.passage.length ?? 0, 600)
    assert.include(page.text, quote?.passage ?? "missing")
    assert.include(quote?.passage, s.text)
    assert.deepStrictEqual([quote?.pageHash, quote?.readAt], [page.hash, readAt])
  }, honest)

  it("a page of a megabyte and hostile quotes are checked in time", () => {
    const page = pageOf({ blocks: [`${"the a ".repeat(90_000)}${"0.".repeat(90_000)}${"...".repeat(90_000)}`] })
    const quotes = ["the ".repeat(400), "a the ".repeat(60) + "end", "the a the … ".repeat(60), "0.".repeat(800)]
    const started = performance.now()
    verifyQuotes(quotes.map((text) => ({ text, uri: url })), [page])
    assert.isBelow(performance.now() - started, 10_000)
  })
})
