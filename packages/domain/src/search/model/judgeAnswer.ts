import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { Page } from "../../ports/PageReader.ts"
import type { JudgingModel, Judgement, Quote, TraceStep, Usage, Verdict } from "../Judgement.ts"
import { verifyQuotes } from "../verifyQuotes.ts"
import { withoutCredentials } from "../withoutCredentials.ts"
import { isHedged } from "./isHedged.ts"
import { isInstruction } from "./isInstruction.ts"
import type { ModelAnswer, ModelQuote } from "./ModelAnswer.ts"
import { modelConfidence } from "./modelConfidence.ts"

/** What an answer is checked against. */
export interface AnswerFacts {
  readonly pages: ReadonlyArray<Page>
  readonly failed: ReadonlyArray<{ readonly url: string; readonly why: string }>
  /** The page of a numbered passage, by its number (`S1`). A quote without a number is looked for in every page. */
  readonly pageOf: ReadonlyMap<string, string>
  readonly now: DateTime.Utc
  readonly model: JudgingModel
  readonly usage: Usage
  readonly trace: ReadonlyArray<TraceStep>
  /** What else weakens the answer, in words. */
  readonly degraded: ReadonlyArray<string>
  /** Nothing was searched for or cited: the answer comes from the model's memory. */
  readonly ungrounded: boolean
}

/** A task's name in a list. */
const maxTopicLength = 60
/** A date beyond this is a slip of the pen, and would put a task to sleep. */
const farthestYears = 5

const hostOf = (url: string): string => URL.canParse(url) ? new URL(url).hostname.replace(/^www\./u, "") : url

/** The quote as it stands on one of the pages it may be from; null where it names a source that was not shown or read. */
const locate = (quote: ModelQuote, { pageOf, pages }: AnswerFacts): Quote | null => {
  const named = quote.source === null ? undefined : pageOf.get(quote.source)
  if (quote.source !== null && named === undefined) return null
  const candidates = named === undefined ? pages.map((page) => page.url) : [named]
  const found = verifyQuotes(candidates.map((uri) => ({ text: quote.text, uri })), pages)
  // It stands on the page, but it is spoken to us and no statement about anything.
  if (isInstruction(quote.text)) return found[0] === undefined ? null : { ...found[0], verified: false, passage: "" }
  return found.find((one) => one.verified) ?? found[0] ?? null
}

const expectedAt = (text: string | null, now: DateTime.Utc): DateTime.Utc | null => {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return null
  const day = Option.getOrNull(DateTime.make(`${text}T00:00:00Z`))
  if (day === null || DateTime.formatIso(day).slice(0, 10) !== text) return null
  const within = DateTime.isGreaterThan(day, now) && DateTime.isLessThan(day, DateTime.add(now, { years: farthestYears }))
  return within ? day : null
}

interface Weighed {
  readonly verdict: Verdict
  readonly confidence: number
  readonly why: ReadonlyArray<string>
}

const weigh = (
  answer: ModelAnswer,
  verified: ReadonlyArray<Quote>,
  unverified: number,
  contradicted: boolean,
  ungrounded: boolean
): Weighed => {
  const cap = (verdict: Verdict, confidence: number, ...why: ReadonlyArray<string>): Weighed => ({ verdict, confidence, why })
  if (ungrounded) return cap("unclear", modelConfidence.ungrounded, "the answer rests on no search and no page")
  if (answer.verdict === "unclear") return cap("unclear", modelConfidence.unclear)
  if (contradicted) return cap("unclear", modelConfidence.contradicted, "the sources contradict each other")
  const partly = unverified === 0 ? [] : [`${unverified} quoted sentences stand on no page that was read, so the confidence is capped`]
  if (answer.verdict === "not_met") {
    const confidence = verified.length === 0 ? modelConfidence.silent : modelConfidence.denied
    return cap("not_met", unverified === 0 ? confidence : Math.min(confidence, modelConfidence.partlyVerified), ...partly)
  }
  if (verified.length === 0) {
    return cap("unclear", modelConfidence.unsupported, "no quote for it could be verified, so it is not taken as met")
  }
  // The model's word for it is enough to make a rumour of it; for a fact at least one sentence must not be a rumour itself.
  if (answer.certainty === "rumoured" || verified.every((quote) => isHedged(quote.text))) {
    return cap("unclear", modelConfidence.unsupported, "the sources only expect or rumour it")
  }
  const twice = new Set(verified.map((quote) => hostOf(quote.uri))).size > 1
  const confidence = answer.certainty === "stated"
    ? (twice ? modelConfidence.statedTwice : modelConfidence.stated)
    : (twice ? modelConfidence.reportedTwice : modelConfidence.reported)
  return cap("met", unverified === 0 ? confidence : Math.min(confidence, modelConfidence.partlyVerified), ...partly)
}

const sentence = (verdict: Verdict, quotes: ReadonlyArray<Quote>, why: ReadonlyArray<string>): string => {
  const [first] = quotes
  const said = first === undefined ? "" : `“${first.text.replace(/\s+/gu, " ").trim()}” (${hostOf(first.uri)})`
  switch (verdict) {
    case "met":
      return `The condition is met: ${said}`
    case "not_met":
      return said === "" ? "Nothing that was read says that the condition is met." : `The condition is not met: ${said}`
    case "unclear":
      return `Whether the condition is met cannot be told${why.length === 0 ? "" : `: ${why.join("; ")}`}.`
  }
}

/**
 * What a model's answer comes to, after checking. Pure.
 *
 * Laws
 * - `met` only with a quote that stands on a page that was read, that is not a rumour by its own words, and that no verified quote contradicts.
 * - A quote that stands nowhere caps the confidence below what is told, and `degraded` says so.
 * - An ungrounded answer has confidence 0.
 * - Texts for the owner are made here, from verified quotes; the only words of a model in them are those it copied correctly.
 * - Every URL is one of the pages.
 */
export const judgeAnswer = (answer: ModelAnswer, facts: AnswerFacts): Judgement => {
  const located = answer.quotes.map((quote) => locate(quote, facts))
  const quotes = located.filter((quote) => quote !== null)
  const verified = quotes.filter((quote) => quote.verified)
  const against = answer.against.map((quote) => locate(quote, facts)).filter((quote) => quote?.verified === true)
  const weighed = weigh(answer, verified, answer.quotes.length - verified.length, against.length > 0, facts.ungrounded)
  const cited = verified.map((quote) => facts.pages.find((page) => page.url === quote.uri || page.finalUrl === quote.uri))
  const sources = cited.some((page) => page !== undefined) ? cited : facts.pages
  const said = sentence(weighed.verdict, verified, weighed.why)
  const title = cited[0]?.title?.replace(/\s+/gu, " ").trim() ?? ""
  return {
    verdict: weighed.verdict,
    judged: "model",
    confidence: weighed.confidence,
    answer: said,
    evidence: verified.length === 0 ? said : verified.map((quote) => `“${quote.text}”`).join("\n"),
    quotes,
    sources: [...new Set(sources)].flatMap((page) => page === undefined ? [] : [{ uri: page.url, title: page.title ?? page.url }]),
    observations: [],
    topic: title === "" || title.length > maxTopicLength ? null : title,
    expectedAt: expectedAt(answer.expected_date, facts.now),
    nextDateAt: null,
    degraded: [
      ...facts.failed.map(({ url, why }) => `${withoutCredentials(url)} could not be read: ${why}`),
      ...facts.degraded,
      ...weighed.why
    ],
    usage: facts.usage,
    model: facts.model,
    trace: [
      ...facts.trace,
      { step: "quotes", detail: `${verified.length} of ${answer.quotes.length} verified, ${against.length} against` },
      { step: "judge", detail: `${facts.model.name} said ${answer.verdict}, ${answer.certainty}; taken as ${weighed.verdict}` }
    ]
  }
}
