import { type Judgement, mistypedAs, noUsage, type PagesRead, verifyQuotes, withoutCredentials } from "@vedette/domain"
import type { Lead } from "./rankPassages.ts"

/**
 * Confidence of leads. They are found by words and judged by nobody, so they stay far below what is told by default (70); within
 * their range the share of the question's words in the best one counts.
 */
const leadConfidence = { least: 20, most: 40 }

/** What is said of a free-text condition: what the pages say about it, as verified quotes, and that nobody judged it. */
export const leadsJudgement = (description: string, leads: ReadonlyArray<Lead>, { failed, pages }: PagesRead): Judgement => {
  const mistyped = mistypedAs(description)
  const quotes = verifyQuotes(leads, pages).filter((quote) => quote.verified).map(({ passage, pageHash, readAt, text, uri, verified }) =>
    ({ text, uri, verified, readAt, pageHash, passage })
  )
  const coverage = leads.reduce((best, lead) => Math.max(best, lead.coverage), 0)
  const answer = quotes.length === 0
    ? "The pages were read and nothing in them speaks of the question."
    : "The pages speak of the question, but a condition in free text is not judged without a model."
  return {
    verdict: "unclear",
    judged: "not_judged",
    confidence: quotes.length === 0
      ? 0
      : Math.round(leadConfidence.least + coverage * (leadConfidence.most - leadConfidence.least)),
    answer,
    evidence: quotes.length === 0 ? answer : quotes.map((quote) => `“${quote.text}”`).join("\n"),
    quotes,
    sources: pages.map((page) => ({ uri: page.url, title: page.title ?? page.url })),
    observations: [],
    topic: null,
    expectedAt: null,
    nextDateAt: null,
    degraded: failed.map(({ url, why }) => `${withoutCredentials(url)} could not be read: ${why}`),
    usage: noUsage,
    model: null,
    trace: [
      { step: "read", detail: `${pages.length} pages, ${failed.length} failed` },
      { step: "leads", detail: `${quotes.length} passages by BM25+, verified` },
      {
        step: "judge",
        detail: `not judged: without a model a condition in free text is not${mistyped === null ? "" : `, and as a typed one it does not parse: ${mistyped.message}`}`
      }
    ]
  }
}
