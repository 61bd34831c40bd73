import type { Page } from "../ports/PageReader.ts"
import { type FoldedText, foldText } from "./foldText.ts"
import type { Quote } from "./Judgement.ts"
import { locateElided } from "./quote/locateElided.ts"
import { locateExact } from "./quote/locateExact.ts"
import { locateNearly } from "./quote/locateNearly.ts"
import { passageAround } from "./quote/passageAround.ts"

interface Quotable {
  readonly source: string
  readonly folded: FoldedText
}

/** What a reader of the page was given: its text, the sources of its structured data, and what its selectors showed. */
const quotable = (page: Page): ReadonlyArray<Quotable> =>
  [page.text, ...[...page.offers, ...page.dates ?? [], ...page.versions ?? []].map(({ snippet }) => snippet), ...Object.values(page.selections).map((it) => it?.text ?? "")]
    .filter((source) => source.trim() !== "")
    .map((source) => ({ source, folded: foldText(source) }))

/** The passage around the quote, or null where it does not stand. */
const passageOf = (texts: ReadonlyArray<Quotable>, quote: string): string | null => {
  const wanted = foldText(quote).text.trim()
  for (const locate of [locateExact, locateElided, locateNearly]) {
    for (const { folded, source } of texts) {
      const span = locate(folded.text, wanted)
      if (span === null) continue
      return passageAround(source, folded.starts[span.start] ?? 0, folded.ends[span.end - 1] ?? source.length)
    }
  }
  return null
}

/** Longer than any sentence worth an alert; a model that "quotes" a page whole has quoted nothing. */
export const maxQuoteLength = 2_000

/**
 * Quotes checked against what was read: the guard of every `Search`, whoever judged.
 *
 * Equal are texts after `foldText` (NFKC, one kind of quotes, dashes and white space; case counts). Tried in order: exact, then
 * elided, then nearly exact; none lets a number, a name, a negator or a modal differ, or a quote begin right after a negator.
 *
 * Laws
 * - A quote is verified only if it stands in the page it names, whatever stands in others.
 * - `passage` is a literal piece of that page, at most 600 characters; empty for what is not verified.
 * - A quote that names a page which was not read is left out: there is no read to keep it with.
 * - Bounded: time grows with the page's text times the quote's, without backtracking.
 */
export const verifyQuotes = (
  quotes: ReadonlyArray<{ readonly text: string; readonly uri: string }>,
  pages: ReadonlyArray<Page>
): ReadonlyArray<Quote> => {
  const texts = new Map<Page, ReadonlyArray<Quotable>>()
  return quotes.flatMap((quote): ReadonlyArray<Quote> => {
    const page = pages.find((page) => page.url === quote.uri) ?? pages.find((page) => page.finalUrl === quote.uri)
    if (page === undefined) return []
    const readable = texts.get(page) ?? quotable(page)
    texts.set(page, readable)
    const passage = quote.text.length > maxQuoteLength ? null : passageOf(readable, quote.text)
    return [{ ...quote, verified: passage !== null, readAt: page.readAt, pageHash: page.hash, passage: passage ?? "" }]
  })
}
