import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import type { Page } from "../../src/ports/PageReader.ts"
import { evaluateCondition } from "../../src/search/condition/evaluateCondition.ts"
import type { EvaluationFacts } from "../../src/search/condition/EvaluationFacts.ts"
import { parseCondition } from "../../src/search/condition/parseCondition.ts"
import { nothingKnown } from "../../src/task/KnownState.ts"
import { filler, offerOf, pageOf, readAt, selected, url } from "./pageFixture.ts"

const evaluate = (text: string, page: Page | null, facts: Partial<EvaluationFacts> = {}) =>
  evaluateCondition(Result.getOrThrow(parseCondition(text)), {
    sources: [url],
    pages: page === null ? [] : [page],
    failed: [],
    known: nothingKnown,
    ...facts
  })
const offering = (...offers: ReadonlyArray<Parameters<typeof offerOf>[0]>) => pageOf({ offers: offers.map(offerOf) })
const saying = (...blocks: ReadonlyArray<string>) => pageOf({ blocks: [filler, ...blocks] })
const showing = (text: string) => pageOf({ selections: selected(".x", text) })
const usd = (price: number) => ({ price, currency: "USD" })

describe("evaluateCondition", () => {
  it.each([
    ["structured, below", "price < 300 USD", offering(usd(279)), "met", 85],
    ["structured, not below", "price < 300 USD", offering(usd(300)), "not_met", 85],
    ["no currency asked for", "price < 300", offering(usd(279)), "met", 85],
    ["another currency", "price < 300 USD", offering({ price: 279, currency: "EUR" }), "unclear", 10],
    ["another dollar", "price < 300 USD", offering({ price: 279, currency: "CAD" }), "unclear", 10],
    ["no currency given", "price < 300 USD", offering({ price: 279 }), "unclear", 10],
    ["two readings on either side", "price < 300 USD", offering({ ...usd(1299), otherPrice: 1.299 }), "unclear", 10],
    ["two readings on one side", "price < 1300 USD", offering({ ...usd(1299), otherPrice: 1.299 }), "met", 85],
    ["valid until later", "price < 300 USD", offering({ ...usd(279), priceValidUntil: DateTime.add(readAt, { seconds: 1 }) }), "met", 85],
    ["valid until now", "price < 300 USD", offering({ ...usd(279), priceValidUntil: readAt }), "unclear", 0],
    ["one of several that agree is over", "price < 300", offering(usd(250), { ...usd(279), name: "b", priceValidUntil: readAt }), "unclear", 0],
    ["formats in conflict", "price < 300", offering({ ...usd(279), conflicts: ["price"] }), "unclear", 0],
    ["several that agree", "price < 300", offering(usd(279), { ...usd(250), name: "b" }), "met", 85],
    ["several that disagree", "price < 300", offering(usd(279), { ...usd(350), name: "b" }), "unclear", 10],
    ["several currencies", "price < 300", offering(usd(279), { price: 250, currency: "EUR" }), "unclear", 10],
    ["the thing itself has no price, an advertised one has", "price < 300", offering({ availability: "sold_out" }, { ...usd(20), name: "Cable" }), "unclear", 0],
    ["zero is a placeholder", "price < 300", offering(usd(0)), "unclear", 10],
    ["zero asked for", "price == 0", offering(usd(0)), "met", 85],
    ["prose, one clean price", "price < 300 USD", saying("Price: $279.00"), "met", 65],
    ["prose, European", "price < 1300 EUR", saying("1.299,00 €"), "met", 65],
    ["prose, ambiguous numeral that matters", "price < 300 EUR", saying("1.299 €"), "unclear", 10],
    ["prose, ambiguous numeral that does not", "price < 1300 EUR", saying("1.299 €"), "met", 65],
    ["prose, English comma", "price < 300 USD", saying("$1,299"), "not_met", 65],
    ["prose, old price", "price < 300", saying("Was $279"), "unclear", 0],
    ["prose, rate", "price < 300", saying("$27/mo"), "unclear", 0],
    ["prose, postage beside the price", "price < 300 USD", saying("$350", "Shipping $5"), "not_met", 65],
    ["prose, the same maker's other model", "price of \"Norden H9\" < 120 USD", pageOf({ title: "Norden H9 headphones", headings: ["Norden H9 headphones"], blocks: [filler, "Norden H7 wireless headphones, white $99.99"] }), "unclear", 0],
    ["prose, two prices", "price < 300", saying("$279", "$19"), "unclear", 0],
    ["prose, a range", "price < 300", saying("$279 – $279"), "unclear", 0],
    ["prose, yen on a Japanese page", "price < 25000 JPY", saying("¥24,800（税込）", "カートに入れる"), "met", 65],
    ["prose, ¥ where nothing says whose", "price < 25000 JPY", saying("¥24,800"), "unclear", 10],
    ["prose, crowns on a Swedish page", "price < 1300 SEK", pageOf({ blocks: [filler, "1 295 kr"], lang: "sv-se" }), "met", 65],
    ["prose, crowns of nobody's", "price < 1300 SEK", saying("1 295 kr"), "unclear", 10],
    ["prose, the dollar that the page says", "price < 500 CAD", saying("$499.99", "Prices are shown in CAD."), "met", 65],
    ["prose, a dollar beside", "price < 500 CAD", saying("$499.99", "Also sold in CAD and US$."), "unclear", 10],
    ["prose, where prices begin, below", "price < 900", saying("From $799"), "unclear", 0],
    ["prose, where prices begin, not below", "price < 700 USD", saying("From $799"), "not_met", 65],
    ["selected, where prices begin", "price(page, \".x\") < 300 EUR", showing("from €349"), "not_met", 80],
    ["prose, what two cost", "price < 2 GBP", saying("£1.85", "Any 2 for £3.00"), "met", 65],
    ["selected, a fraction of a share", "value(page, \".x\") < 6.25", showing("6.125%"), "met", 80],
    ["coming soon below the name", "availability is in_stock", pageOf({ blocks: ["Headphones", "Coming soon", filler], headings: ["Headphones"] }), "not_met", 65],
    ["coming soon in the menu", "availability is in_stock", pageOf({ blocks: ["Coming soon", "Headphones", "In stock", filler], headings: ["Headphones"] }), "met", 65],
    ["coming soon further down", "availability is in_stock", pageOf({ blocks: ["Headphones", "In stock", filler, "Coming soon"], headings: ["Headphones"] }), "met", 65],
    ["sold from a day to come", "availability is in_stock", offering({ availability: "in_stock", offeredFrom: DateTime.add(readAt, { days: 3 }) }), "not_met", 85],
    ["a version dated ahead", "version >= \"5\"", pageOf({ versions: [{ name: null, version: "5.0", at: "2027-01-01", snippet: "5.0" }, { name: null, version: "4.1", snippet: "4.1" }] }), "not_met", 85],
    ["a count of releases", "version >= \"40\"", saying("Releases 47", "Version 4.1 is out"), "not_met", 65],
    ["selected, a bound on this side", "value(page, \".x\") < 50 ms", showing("< 20 ms"), "met", 80],
    ["selected, a bound on the other side", "value(page, \".x\") > 10 ms", showing("< 20 ms"), "unclear", 10],
    ["selected, more than", "value(page, \".x\") > 400", showing("over 500"), "met", 80],
    ["prose, a price and its reduction", "price < 90 EUR", saying("89,95 € -31 %"), "met", 65],
    ["prose, a median", "price < 30 EUR", saying("Median: €27.00"), "unclear", 0],
    ["prose, a club's price beside", "price < 3.50 GBP", saying("£3.40", "£2.50 Clubcard Price"), "met", 65],
    ["prose, rent", "price < 1200 GBP", saying("£1,150 pcm"), "unclear", 0],
    ["prose, duties in another dollar", "price < 100 CAD", saying("$95.00", "Duties are charged in CAD by the carrier."), "unclear", 10],
    ["selected, tenths of a cent in English", "price(page, \".x\") < 3.25 USD", pageOf({ lang: "en-us", selections: selected(".x", "$3.199") }), "met", 80],
    ["a version of what is made for it", "version of \"Wattle\" >= \"5\"", pageOf({ title: "Sprig for Wattle 5", blocks: ["Sprig for Wattle 5", filler] }), "unclear", 0],
    ["a version of a plugin", "version of \"Wattle\" >= \"5\"", pageOf({ title: "Wattle Mapper plugin", headings: ["Wattle Mapper"], blocks: ["Version 6.2.0", filler] }), "unclear", 0],
    ["a plugin's version on its own page", "version of \"Ivy\" >= \"5\"", pageOf({ title: "Ivy – a plugin", headings: ["Ivy"], blocks: ["Version 6.2.0", filler] }), "met", 65],
    ["the day of a release is no version", "version >= \"30\"", saying("The current release is 5.4.3, released 30 March 2026."), "not_met", 65],
    ["a version behind the name of the thing", "version of \"Wattle\" >= \"5\"", pageOf({ title: "Wattle", blocks: ["The current stable release of Wattle is 5.4.3, released last week.", filler] }), "met", 75],
    ["a changelog in Markdown", "version of \"Wattle\" >= \"6.2\"", pageOf({ title: null, blocks: ["All changes to Wattle.", "## 6.2.0 - 2026-03-03"] }), "met", 65],
    ["words of a question", "text contains \"tickets on sale\"", saying("Are tickets on sale?", "Not yet."), "unclear", 10],
    ["words of a question that is not answered by yes or no", "text contains \"refund policy\"", saying("What is your refund policy?"), "met", 90],
    ["words of a question, asked for with its mark", "text contains \"are tickets on sale?\"", saying("Are tickets on sale?"), "met", 90],
    ["a deadline beside the day", "date before \"2026-12-01\"", saying("The race takes place on 13 December 2026.", "Book by 25 November 2026."), "not_met", 65],
    ["a day to come below the name", "date of \"Moorsound 2026\" after \"2026-12-01\"", pageOf({ title: "Moorsound 2026", headings: ["Moorsound 2026"], blocks: ["Moorsound 2026", "4–6 December 2026", filler] }), "met", 65],
    ["a day that is over below the name", "date of \"Moorsound 2026\" before \"2026-12-01\"", pageOf({ title: "Moorsound 2026", headings: ["Moorsound 2026"], blocks: ["Moorsound 2026", "4 May 2026", filler] }), "unclear", 0],
    ["the day on which registration opens", "date before \"2026-12-01\"", saying("Registration opens on 24 November 2026."), "unclear", 0],
    ["tickets for the thing are on sale", "availability of \"Aurora Lakes\" is in_stock", pageOf({ title: "Aurora Lakes", blocks: ["Tickets for Aurora Lakes are on sale now.", filler] }), "met", 65],
    ["tickets for another thing are on sale", "availability of \"Aurora Lakes\" is in_stock", pageOf({ title: "Aurora Lakes", blocks: ["Tickets for Harbour Nights are on sale now.", filler] }), "unclear", 0],
    ["a name, a dash and its state", "availability of \"Loch Swim 2026\" is sold_out", pageOf({ title: "Races", blocks: ["Loch Swim 2026 — sold out", "Bay Run 2026 — on sale", filler] }), "met", 65],
    ["prose, until the end of the month", "price < 500 GBP", saying("Now £480 until the end of the month."), "met", 65],
    ["prose, in pieces", "price < 750 USD", saying("$729 or 4 interest-free payments of $182.25"), "met", 65],
    ["prose, in pieces, below one of which none is", "price < 200 USD", saying("$729 or 4 interest-free payments of $182.25"), "not_met", 65],
    ["on sale from a day to come, and more", "availability is in_stock", pageOf({ title: "Moorsound", blocks: ["Tickets go on sale Friday 27 November at 10:00. Sign up to be reminded.", filler] }), "not_met", 65],
    ["prose, until a day", "price < 500 GBP", saying("Now £480 until 3 May."), "unclear", 0],
    ["selected, spaces in one number", "price(page, \".x\") < 7000 SEK", pageOf({ lang: "sv", selections: selected(".x", "6 495 kr") }), "met", 80],
    ["selected, a rounded number", "value(page, \".x\") > 2000", showing("2.4K"), "met", 75],
    ["selected, a rounded number of the unit", "value(page, \".x\") >= 1000000 subscribers", showing("1.02M subscribers"), "met", 75],
    ["selected, a number of a unit that rounds", "value(page, \".x\") > 2 million", showing("1.4 million"), "not_met", 80],
    ["selected, a number rounded across the limit", "value(page, \".x\") > 2400", showing("2.4K"), "unclear", 10],
    ["prose beside data, both below", "price < 300 USD", pageOf({ offers: [offerOf(usd(250))], blocks: [filler, "$279.00"] }), "met", 65],
    ["prose beside data, one below", "price < 260 USD", pageOf({ offers: [offerOf(usd(250))], blocks: [filler, "$279.00"] }), "unclear", 10],
    ["on backorder is not in stock", "availability is in_stock", offering({ availability: "later" }), "not_met", 85],
    ["on backorder may be sold out", "availability is sold_out", offering({ availability: "later" }), "unclear", 0],
    ["tickets of one kind can be had", "availability is in_stock", offering({ availability: "sold_out", oneOf: true }, { availability: "in_stock", oneOf: true, name: "b" }), "met", 85],
    ["sold out online, and in stock in a shop", "availability is in_stock", saying("Online: Out of stock", "In stock at Croydon"), "unclear", 0],
    ["prose, cents set apart", "price < 279.50", saying("$279 99"), "unclear", 0],
    ["prose, a sign between two numbers", "price < 100", saying("350 € 30 €"), "unclear", 0],
    ["prose, number without currency", "price < 300", saying("279 reviews"), "unclear", 0],
    ["prose, $ on a page that names CAD", "price < 300 USD", saying("$279", "All in CAD."), "unclear", 10],
    ["selected", "price(page, \".x\") < 300 USD", showing("$279.00"), "met", 80],
    ["selected, no currency there", "price(page, \".x\") < 300 USD", showing("279.00"), "met", 75],
    ["selected, other currency", "price(page, \".x\") < 300 USD", showing("279 €"), "unclear", 10],
    ["selected, unsure currency", "price(page, \".x\") < 300 USD", showing("279 kr"), "unclear", 10],
    ["selected, two numbers", "price(page, \".x\") < 300", showing("$350 $279"), "unclear", 0],
    ["selected, old price", "price(page, \".x\") < 300", showing("was $279"), "unclear", 0],
    ["selected, saving", "price(page, \".x\") < 300", showing("-$20"), "unclear", 0],
    ["selected, percent", "price(page, \".x\") < 300", showing("20%"), "unclear", 0],
    ["selected, vanished", "price(page, \".x\") < 300", pageOf({ selections: { ".x": null } }), "unclear", 0],
    ["selector named as a method of every object", "value(page, \"toString\") < 300", pageOf(), "unclear", 0],
    ["selected, empty", "price(page, \".x\") < 300", showing(" "), "unclear", 0],
    ["selected, ambiguous", "price(page, \".x\") < 300 USD", showing("$1.299"), "unclear", 10],
    ["selected, a numeral of no form", "price(page, \".x\") < 300 USD", showing("$1.29.9 $19"), "unclear", 0],
    ["prose, a numeral of no form", "price < 300 USD", saying("$1.29.9", "$19"), "unclear", 0],
    ["prose, a version beside the price", "price < 300 USD", saying("Firmware 1.29.9", "$279"), "met", 65],
    ["selected, thousands", "price(page, \".x\") < 300 USD", showing("$1.5k"), "unclear", 0],
    ["selected, millions", "price(page, \".x\") < 300 EUR", showing("1,5 Mio. €"), "unclear", 0],
    ["prose, millions", "price < 300 USD", saying("$1.5 million"), "unclear", 0],
    ["prose, an unknown sign between digits", "price < 300 USD", saying("1·299 USD"), "unclear", 0],
    ["prose, an unknown sign after one digit", "price < 300 USD", saying("$1/299"), "unclear", 0],
    ["prose, other digits", "price < 300 USD", saying("١٢٩٩ USD", "$19"), "unclear", 0],
    ["value, thousands", "value(page, \".x\") < 300", showing("12.5k stars"), "not_met", 75],
    ["value, millions", "value(page, \".x\") < 300", showing("1.5M downloads"), "not_met", 75],
    ["value, the scale is the unit asked for", "value(page, \".x\") < 300 K", showing("270 K"), "met", 80],
    ["value, metres", "value(page, \".x\") < 300 m", showing("270 m"), "met", 80],
    ["value, a word that begins like a scale", "value(page, \".x\") < 300", showing("20 Kilograms"), "met", 80],
    ["value, ambiguous", "value(page, \".x\") < 300", showing("12.500"), "unclear", 10],
    ["value, ambiguous but beyond doubt", "value(page, \".x\") < 20000", showing("12.500"), "met", 80],
    ["value, a numeral of no form", "value(page, \".x\") < 300", showing("1.29.9 of 20"), "unclear", 10],
    ["value", "value(page, \".x\") >= 20", showing("20 reviews"), "met", 80],
    ["value, negative", "value(page, \".x\") < 0 °C", showing("-3 °C"), "met", 80],
    ["value, other unit", "value(page, \".x\") < 100 °C", showing("70 °F"), "unclear", 10],
    ["value, unit glued on", "value(page, \".x\") < 100 kWh", showing("70kWh"), "met", 80],
    ["value, percent", "value(page, \".x\") >= 50 %", showing("57 %"), "met", 80],
    ["value, two numbers", "value(page, \".x\") < 100", showing("3 of 7"), "unclear", 10],
    ["value, no number", "value(page, \".x\") < 100", showing("none"), "unclear", 0],
    ["in stock", "availability is in_stock", offering({ availability: "in_stock" }), "met", 85],
    ["sold out is not in stock", "availability is in_stock", offering({ availability: "sold_out" }), "not_met", 85],
    ["preorder is not in stock", "availability is in_stock", offering({ availability: "preorder" }), "not_met", 85],
    ["formats in conflict about it", "availability is in_stock", offering({ availability: "in_stock", conflicts: ["availability"] }), "unclear", 0],
    ["two things, two levels", "availability is in_stock", offering({ availability: "in_stock" }, { availability: "sold_out" }), "unclear", 10],
    ["prose says so", "availability is in_stock", saying("In stock"), "met", 65],
    ["prose hedges", "availability is in_stock", saying("In stock soon", "Tell me when in stock", "Not yet in stock"), "not_met", 65],
    ["prose contradicts itself", "availability is in_stock", saying("In stock", "Sold out"), "unclear", 10],
    ["selected says not", "availability(page, \".x\") is in_stock", showing("Not in stock"), "not_met", 80],
    ["selected says something else", "availability(page, \".x\") is in_stock", showing("In stock on 3 May"), "unclear", 0],
    ["words found, in any case", "text contains \"tickets  on SALE\"", saying("Tickets on sale now"), "met", 90],
    ["words missing", "text contains \"tickets\"", saying(), "not_met", 80],
    ["part of a word", "text contains \"available\"", saying("unavailable"), "not_met", 80],
    ["part of a number", "text contains \"300\"", saying("1,300 or 300.50"), "not_met", 80],
    ["across blocks", "text contains \"tickets on sale\"", saying("Tickets", "on sale"), "unclear", 10],
    ["lacks across blocks", "text lacks \"tickets on sale\"", saying("Tickets", "on sale"), "unclear", 10],
    ["lacks", "text lacks \"sold out\"", saying(), "met", 80],
    ["lacks, but it is there", "text lacks \"sold out\"", saying("Sold‑out? SOLD OUT!"), "not_met", 90],
    ["words behind a denial", "text contains \"list of names\"", saying("Aún no se ha publicado la list of names."), "unclear", 10],
    ["words in a clause after one that denies", "text contains \"on sale\"", saying("Do not wait: seats are on sale", "Not yet a member? Seats are on sale"), "met", 90],
    ["words behind half a word", "text contains \"on sale\"", saying("Friday evening at the casino our tickets for the gala are on sale"), "met", 90],
    ["words behind a French denial", "text contains \"studios disponibles\"", saying("Il n'y a plus de studios disponibles."), "unclear", 10],
    ["the French denial itself", "text contains \"pas encore ouvertes\"", saying("Les inscriptions ne sont pas encore ouvertes."), "met", 90],
    ["denied and said in one block", "text contains \"places left\"", saying("Pottery: places left. Welding: no places left."), "unclear", 10],
    ["asked, and said behind it", "text contains \"on sale\"", saying("Are tickets on sale? Yes, seats are on sale."), "met", 90],
    ["denied of one place and said of another", "text contains \"dates available\"", saying("Leeds: dates available from 1 May.", "No dates available in York."), "unclear", 10],
    ["lacks, denied of one place and said of another", "text lacks \"dates available\"", saying("No dates available in York.", "Leeds: dates available from 1 May."), "unclear", 10],
    ["lacks on a page without text", "text lacks \"sold out\"", pageOf({ blocks: ["Just a moment"] }), "unclear", 0],
    ["lacks on an empty page", "text lacks \"sold out\"", pageOf({ blocks: [] }), "unclear", 0],
    ["lacks at a vanished place", "text(page, \".x\") lacks \"a\"", pageOf({ selections: { ".x": null } }), "unclear", 0],
    ["first look", "changed", saying(), "not_met", 10],
    ["not changed at first look", "not changed", saying(), "met", 10]
  ])("%s: %s", (_, condition, page, verdict, confidence) => {
    const evaluation = evaluate(condition, page)
    assert.strictEqual(evaluation.verdict, verdict, evaluation.reasons.join("; "))
    assert.strictEqual(evaluation.confidence, confidence)
    if (verdict !== "unclear") assert.isAbove(evaluation.quotes.length, 0)
    assert.isAbove(evaluation.reasons.length, 0)
  })

  it.each(["price", "value", "availability", "text", "changed"])("%s at a selector that matches nothing names the page once", (term) => {
    const rest = { price: "< 3", value: "< 3", availability: "is in_stock", text: "contains \"a\"", changed: "" }[term] ?? ""
    const { reasons } = evaluate(`${term}(page, ".x") ${rest}`, pageOf({ selections: { ".x": null } }))
    assert.deepStrictEqual(reasons, [`${url}: nothing matches .x; the page may have been rebuilt`])
  })

  const led = (url: string, finalUrl: string) => pageOf({ url: `https://shop.example${url}`, finalUrl: `https://shop.example${finalUrl}` })
  it.each<readonly [string, string, string]>([
    ["a notice that names nothing asked for", "We are sorry that your request could not be processed at this time. Please contact our support team.", "unclear"],
    ["a notice that names half of it", "You are leaving the passport office. Please go back to continue, or call us.", "unclear"],
    ["a short page that names it", "Appointments for passports can be booked here, by telephone or in person on every morning.", "met"],
    ["a long page in other words", `${filler} `.repeat(8), "met"]
  ])("what %s lacks", (_, text, verdict) => {
    assert.strictEqual(evaluate("text lacks \"fully booked\"", pageOf({ title: "Notice", blocks: [text] }), { about: "passport appointments" }).verdict, verdict)
  })

  it.each([
    ["the front page", led("/p/koda-2", "/"), "unclear"],
    ["the category", led("/shoes/koda-2", "/shoes/"), "unclear"],
    ["the successor", led("/p/koda-2", "/p/nova-1?from=koda-2"), "unclear"],
    ["its full address", led("/p/123", "/en/p/123-koda-2.html"), "met"],
    ["another place", led("/news/koda-2.html", "/archive/koda-2"), "met"],
    ["a language", led("/", "/en/start"), "met"]
  ])("what a page lacks that led to %s", (_, page, verdict) => {
    assert.strictEqual(evaluate("text lacks \"sold out\"", page, { sources: [page.url] }).verdict, verdict)
    assert.strictEqual(evaluate("text contains \"soft cushions\"", page, { sources: [page.url] }).verdict, "met")
  })

  it.each<[string, string, string?, string?]>([
    ["Deadline: 2 May 2026", "unclear"],
    ["Applications close on 2 May 2026.", "unclear"],
    ["2 May 2026 (application deadline)", "unclear"],
    ["Bewerbungsfrist bis 2. Mai 2026", "unclear"],
    ["The exhibition ends on 2 May 2026.", "unclear"],
    ["The festival takes place on 2 May 2026.", "met"],
    ["Whatever the deadline, the festival starts on 2 May 2026.", "met"],
    ["Doors open on 2 May 2026 and close at ten.", "met"],
    ["Deadline: 2 May 2026", "met", "application deadline"],
    ["Deadline: 2 May 2026", "met", "Small grants", "the deadline is after May 1, 2026"]
  ])("a day on which something ends is no date of an event: %s is %s", (sentence, verdict, about = "Aurora", description = "the event takes place after May 1, 2026") => {
    assert.strictEqual(evaluate("date after \"2026-05-01\"", saying(sentence), { about, description }).verdict, verdict)
  })

  const releases = (rest?: "lost") => pageOf({ versions: [{ name: null, version: "4.1.0", snippet: "\"tag_name\": \"4.1.0\"" }], ...(rest === undefined ? {} : { rest }) })
  const feed = (rest?: "left_out") =>
    pageOf({ kind: "sitemap", entries: [], dates: [{ kind: "modified", name: null, at: "2026-05-10", snippet: "2026-05-10" }], blocks: ["2026-05-10"], ...(rest === undefined ? {} : { rest }) })
  it.each([
    ["version >= \"4.0\"", releases(), releases("lost"), "met", "met"],
    ["version >= \"5.0\"", releases(), releases("lost"), "not_met", "unclear"],
    ["not version >= \"5.0\"", releases(), releases("lost"), "met", "unclear"],
    ["version < \"5.0\"", releases(), releases("lost"), "met", "unclear"],
    ["date after \"2026-05-01\"", feed(), feed("left_out"), "met", "met"],
    ["date before \"2026-06-01\"", feed(), feed("left_out"), "met", "unclear"],
    ["date after \"2026-06-01\"", feed(), feed("left_out"), "not_met", "unclear"]
  ])("the newest of half a document may not be the newest: %s", (condition, whole, half, ofWhole, ofHalf) => {
    assert.strictEqual(evaluate(condition, whole).verdict, ofWhole)
    assert.strictEqual(evaluate(condition, half).verdict, ofHalf)
  })

  it.each<[string, ReadonlyArray<string>, Partial<Page>, number]>([
    ["under the thing's name", ["Koda 4.1.0 is out"], {}, 75],
    ["in a list of its releases", ["4.1.0", "Latest"], { title: "Releases · orbit/koda · GitHub" }, 75],
    ["in its changelog", ["## 4.1.0 – 2026-10-02"], { title: "Changelog – Koda" }, 75],
    ["that is the current one", ["Koda 4.1.0 is the current stable release."], {}, 75],
    ["with its day", ["Koda 4.1.0 was released on 2 October 2026."], {}, 75],
    ["on its page", ["Version 4.1.0"], { title: "Koda – App preview" }, 65],
    ["that not everybody has", ["Koda 4.1.0 is rolling out to all regions."], {}, 65],
    ["in the list of a longer name", ["4.1.0 – 1 October 2026"], { title: "Koda Community Edition – Releases" }, 65],
    ["of which the page asks", ["Koda 4.1.0 is out now."], { title: "Koda 4.1 released? - Koda users" }, 65],
    ["on a page that says what it releases", ["Version 4.1.0"], { title: "Koda releases a stove" }, 65]
  ])("a version %s is as sure as that", (_, blocks, page, confidence) => {
    const { confidence: sure, verdict } = evaluate("version of \"Koda\" >= \"4.1\"", pageOf({ title: "News", blocks: [filler, ...blocks], ...page }))
    assert.deepStrictEqual([verdict, sure], ["met", confidence])
  })

  it.each(["Koda 4.1.0 documentation", "API version: v4.1", "La versión 5 de Koda llegará en otoño.", "Koda 5 sortira en automne."])("what is written about a thing, or still to come, is no release: %s", (said) => {
    assert.strictEqual(evaluate("version of \"Koda\" >= \"4.1\"", pageOf({ title: "Koda", headings: ["Koda"], blocks: [filler, said] })).verdict, "unclear")
  })

  it("a page that jokes says nothing", () => {
    const page = saying("Introducing Koda 100", "It runs on fruit.", "Happy April Fools' Day!")
    assert.strictEqual(evaluate("version of \"Koda\" >= \"4.1\"", page).verdict, "unclear")
  })

  it("where the page asks whether it is out, a name alone says nothing", () => {
    const page = pageOf({ title: "Koda 4.1 released? - Koda users", blocks: [filler, "My updater offers Koda 4.1.0 now."] })
    assert.strictEqual(evaluate("version of \"Koda\" >= \"4.1\"", page).verdict, "unclear")
  })

  it("a day with a version glued to it is none", () => {
    assert.strictEqual(evaluate("version of \"Koda\" >= \"5.0.0-rc.1\"", saying("Koda 2026-02-12v4.0.0-rc.24f2a9c1")).verdict, "unclear")
  })

  it("both amounts of a price with two readings are told, and so is that it is sold out", () => {
    const { findings } = evaluate("price < 1300 USD", offering({ ...usd(1299), otherPrice: 1.299, availability: "sold_out" }))
    assert.deepStrictEqual(findings, ["The price is 1299.00 USD or 1.299 USD, below 1300 USD (Headphones). It is sold out."])
  })

  it("a URL's user name and password are in no reason", () => {
    const secret = "https://user:secret@shop.example/p"
    for (const failed of [[{ url: secret, why: "refused" }], []]) {
      const { reasons } = evaluate("changed", null, { sources: [secret], failed })
      assert.notInclude(reasons.join(), "secret")
      assert.include(reasons.join(), "https://shop.example/p")
    }
  })

  it("a structured value that the last run read too has more confidence, another one has not", () => {
    const first = evaluate("price < 300 USD", offering(usd(279)))
    const known = { ...nothingKnown, observations: first.observations }
    assert.strictEqual(evaluate("price < 300 USD", offering(usd(279)), { known }).confidence, 95)
    assert.strictEqual(evaluate("price < 300 USD", offering(usd(278)), { known }).confidence, 85)
  })

  it("of several agreeing prices the one nearest the limit is observed", () => {
    const [observation] = evaluate("price < 300", offering(usd(200), { ...usd(270), name: "b" })).observations
    assert.deepInclude(observation, { term: `price("${url}")`, value: 270, unit: "USD", verdict: "met" })
    assert.closeTo(observation?.distance ?? 0, -0.1, 1e-9)
  })

  it("the observation of a negated term speaks for the condition", () => {
    const evaluation = evaluate("not price > 300", offering(usd(250)))
    assert.strictEqual(evaluation.verdict, "met")
    assert.strictEqual(evaluation.observations[0]?.verdict, "met")
  })

  it("a range keeps one observation a term: the one that decided", () => {
    const evaluation = evaluate("price > 100 and price < 300", offering(usd(350)))
    assert.strictEqual(evaluation.observations.length, 1)
    assert.strictEqual(evaluation.observations[0]?.verdict, "not_met")
  })

  it("a structured price that the text shows is quoted from the text, else from its source, else it is not told", () => {
    const shown = pageOf({ offers: [offerOf(usd(279))], blocks: [filler, "Was $279.00", "Now only $279.00 in black"] })
    assert.strictEqual(evaluate("price < 300", shown).quotes[0]?.text, "Now only $279.00 in black")
    assert.strictEqual(evaluate("price < 300", offering(usd(279))).quotes[0]?.text, "\"price\": \"279\"")
    const bare = evaluate("price < 300", offering({ ...usd(279), snippet: "" }))
    assert.deepStrictEqual([bare.verdict, bare.confidence, bare.quotes.length], ["met", 40, 0])
  })

  const other = "https://other.example/"
  const two = (a: Page | null, b: Page | null) => ({
    sources: [url, other],
    pages: [a, b].filter((page) => page !== null),
    failed: [{ url: other, why: "timed out" }]
  })
  const elsewhere = (page: Page): Page => ({ ...page, url: other })
  const cheapOrHere = two(offering({ ...usd(250), availability: "sold_out" }), elsewhere(offering({ ...usd(350), availability: "in_stock" })))

  it.each([
    ["any source meets it", "price < 300", two(offering(usd(350)), elsewhere(offering(usd(250)))), "met"],
    ["none does", "price < 300", two(offering(usd(350)), elsewhere(offering(usd(350)))), "not_met"],
    ["one failed, the other does", "price < 300", two(offering(usd(250)), null), "met"],
    ["one failed, the other does not", "price < 300", two(offering(usd(350)), null), "unclear"],
    ["not: one failed", "not price < 300", two(offering(usd(350)), null), "unclear"],
    ["lacks: only one lacks it", "text lacks \"x\"", two(saying("x"), elsewhere(saying())), "not_met"],
    ["lacks: both lack it", "text lacks \"x\"", two(saying(), elsewhere(saying())), "met"],
    ["lacks: one failed", "text lacks \"x\"", two(saying(), null), "unclear"],
    ["a page that nobody named is nothing", "price < 300", { ...two(null, elsewhere(offering(usd(250)))), sources: [url] }, "unclear"],
    ["no sources", "price < 300", { ...two(offering(usd(250)), null), sources: [] }, "unclear"],
    ["a named page is enough", `price("${other}") < 300`, { ...two(null, elsewhere(offering(usd(250)))), sources: [] }, "met"],
    ["cheap at one and in stock at the other is no offer", "price < 300 and availability is in_stock", cheapOrHere, "not_met"],
    ["nor in other words", "price < 300 and (availability is in_stock or availability is preorder)", cheapOrHere, "not_met"],
    ["one that is both is", "price < 300 and availability is in_stock", two(offering({ ...usd(350), availability: "sold_out" }), elsewhere(offering({ ...usd(250), availability: "in_stock" }))), "met"],
    ["two things may be two sources'", "price of \"Headphones\" < 300 and availability is in_stock", cheapOrHere, "met"],
    ["each is one's", "price < 300 or availability is preorder", cheapOrHere, "met"],
    ["a named page and another", `price("${url}") < 300 and availability is in_stock`, cheapOrHere, "met"],
    ["none may be sold out", "price < 300 and not availability is sold_out", cheapOrHere, "not_met"]
  ])("over several sources, %s", (_, condition, facts, verdict) => {
    assert.strictEqual(evaluate(condition, null, facts).verdict, verdict)
  })
  it.each([
    ["price < 300", "availability is in_stock"],
    ["price < 300", "(availability is in_stock or availability is preorder)"],
    ["price < 300", "not availability is sold_out"],
    ["(price < 300 and availability is in_stock)", "price > 200"]
  ])("De Morgan's laws hold over several sources: %s, %s", (a, b) => {
    const { confidence, verdict } = evaluate(`${a} and ${b}`, null, cheapOrHere)
    const turned = evaluate(`not (not ${a} or not ${b})`, null, cheapOrHere)
    assert.deepStrictEqual([turned.verdict, turned.confidence], [verdict, confidence])
  })
})
