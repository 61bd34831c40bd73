import * as DateTime from "effect/DateTime"
import type { Page } from "../ports/PageReader.ts"
import type { Condition } from "./condition/Condition.ts"
import { evaluateCondition } from "./condition/evaluateCondition.ts"
import type { EvaluationFacts } from "./condition/EvaluationFacts.ts"
import { evidenceConfidence } from "./condition/evidenceConfidence.ts"
import { printCondition } from "./condition/printCondition.ts"
import { isoInstant } from "./date/isoInstant.ts"
import { type Judgement, noUsage, type Observation, type TraceStep } from "./Judgement.ts"
import { placesOf } from "./placesOf.ts"
import { verifyQuotes } from "./verifyQuotes.ts"
import { withoutCredentials } from "./withoutCredentials.ts"

/** A task's name in a list: longer titles are cut between words. */
const maxTopicLength = 60

const topicOf = (title: string | null): string | null => {
  const topic = title?.replace(/\s+/g, " ").trim() ?? ""
  if (topic.length <= maxTopicLength) return topic === "" ? null : topic
  const cut = topic.slice(0, maxTopicLength - 1)
  const word = cut.lastIndexOf(" ")
  return `${word > 0 ? cut.slice(0, word) : cut}…`
}

/** The nearest day ahead that the evidence names: it tightens the cadence, met or not. */
const expectedIn = (observations: ReadonlyArray<Observation>, pages: ReadonlyArray<Page>): DateTime.Utc | null => {
  const now = Math.max(0, ...pages.map((page) => DateTime.toEpochMillis(page.readAt)))
  const ahead = observations.flatMap(({ kind, value }) => kind === "date" && typeof value === "string" ? isoInstant(value)?.start ?? [] : [])
    .filter((start) => start > now)
  return ahead.length === 0 ? null : DateTime.makeUnsafe(Math.min(...ahead))
}

/**
 * Judges a typed condition on what was read, without a model. Pure.
 *
 * Laws
 * - `met` only with a verified quote; without one it is `unclear`, at 40 at most, and `degraded` says so.
 * - What could not be read is in `degraded` and is never evidence.
 * - `usage` is that of no work: reading is the caller's, and so is counting it.
 */
export const judgeTyped = (condition: Condition, facts: EvaluationFacts): Judgement => {
  const evaluation = evaluateCondition(condition, facts)
  const quotes = verifyQuotes(evaluation.quotes, facts.pages)
  const verified = quotes.filter((quote) => quote.verified)
  const unsupported = evaluation.verdict === "met" && verified.length === 0
  const verdict = unsupported ? "unclear" : evaluation.verdict
  const needed = new Set(placesOf(condition, facts.sources).map((place) => place.url))
  const pages = facts.pages.filter((page) => needed.has(page.url))
  const failed = facts.failed.filter((failure) => needed.has(failure.url))
    .map((failure) => `${withoutCredentials(failure.url)} could not be read: ${failure.why}`)
  const said = evaluation.findings.join(" ")
  const why = unsupported
    ? `No quote could be verified for it: ${said}`
    : verdict === "unclear"
    ? `Whether the condition holds cannot be told: ${evaluation.reasons.join("; ")}.`
    : said
  const trace: ReadonlyArray<TraceStep> = [
    { step: "condition", detail: printCondition(condition) },
    ...evaluation.reasons.map((detail) => ({ step: "read", detail })),
    { step: "quotes", detail: `${verified.length} of ${quotes.length} verified` },
    { step: "judge", detail: `${verdict}, confidence from the kind of evidence` }
  ]
  return {
    verdict,
    judged: "typed",
    confidence: unsupported ? Math.min(evaluation.confidence, evidenceConfidence.unquoted) : evaluation.confidence,
    answer: why,
    evidence: why,
    quotes,
    sources: pages.map((page) => ({ uri: page.url, title: page.title ?? page.url })),
    observations: evaluation.observations,
    topic: pages.map((page) => topicOf(page.title)).find((topic) => topic !== null) ?? null,
    expectedAt: expectedIn(evaluation.observations, pages),
    nextDateAt: null,
    degraded: [
      ...failed,
      ...(verdict === "unclear" ? evaluation.reasons.filter((reason) => !failed.includes(reason)) : []),
      ...(unsupported ? ["no quote supports the condition, so it is not taken as met"] : [])
    ],
    usage: noUsage,
    model: null,
    trace
  }
}
