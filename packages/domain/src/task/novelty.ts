import * as DateTime from "effect/DateTime"
import type { Judgement, Observation, Quote } from "../search/Judgement.ts"
import { isRetold, quoteKey } from "./factKey.ts"
import type { KnownState, ToldFact } from "./KnownState.ts"

/**
 * Two readings of one number closer than this are one fact: a price that flickers around its limit is told once.
 * The same 1 % re-arms a condition when a reading is that far beyond its limit.
 */
export const SAME_NUMBER = 0.01

/** A condition seen false this many times in a row may be told again: one false read can be a glitch of the page. */
export const FALSE_READS_TO_REARM = 2

/** `version of "Koda"("https://…")` without its place: a release is the same one wherever it is read. */
const withoutPlace = (term: string): string => term.replace(/\("(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")?\)/, "")

const factOf = ({ entry, kind, term, uri, value }: Observation): Omit<ToldFact, "toldAt"> => {
  // An entry and a release have happened, and are not news again when the source forgets them and remembers; nor on another page.
  if ((kind === "entry" && value !== "") || kind === "version") {
    return { term: withoutPlace(term), value, kind: "event", ...(entry === undefined ? {} : { entry: { id: entry.id, uri } }) }
  }
  // That a text is on the page is the fact, however the sentence around it reads today.
  return { term: kind === "date" ? withoutPlace(term) : term, value: kind === "text" ? true : value, kind: "state" }
}

const learntFrom = (judgement: Judgement) => {
  const typed = judgement.observations.filter((observation) => observation.verdict === "met")
  const quotes = typed.length > 0 || judgement.judged === "typed" ? [] : judgement.quotes.filter((quote) => quote.verified)
  return { typed, quotes }
}

const factOfQuote = ({ text }: Quote): Omit<ToldFact, "toldAt"> => ({ term: "quote", value: quoteKey(text), kind: "event" })

/** What the owner would learn from this judgement: its typed observations that met, else its verified quotes. */
export const factsOf = (judgement: Judgement): ReadonlyArray<Omit<ToldFact, "toldAt">> => {
  const { quotes, typed } = learntFrom(judgement)
  return [...typed.map(factOf), ...quotes.map(factOfQuote)]
}

const aDay = "2026-05-01".length

/** The day and the hour of one day, `2026-05-01` and `2026-05-01T20:00Z`: an hour that becomes known is no other date. */
const sameDate = (a: ToldFact["value"], b: ToldFact["value"]): boolean =>
  typeof a === "string" && typeof b === "string" && Math.min(a.length, b.length) === aDay && a.slice(0, aDay) === b.slice(0, aDay)

const sameValue = (a: ToldFact["value"], b: ToldFact["value"]): boolean =>
  typeof a === "number" && typeof b === "number"
    ? Math.abs(a - b) <= SAME_NUMBER * Math.max(Math.abs(a), Math.abs(b))
    : a === b

/** The quotes that were told, by the alert that told them. */
const tellingsIn = (known: KnownState): ReadonlyArray<ReadonlyArray<string>> => {
  const byAlert = new Map<number, Array<string>>()
  for (const { term, toldAt, value } of known.told) {
    if (term !== "quote") continue
    const at = DateTime.toEpochMillis(toldAt)
    byAlert.set(at, [...byAlert.get(at) ?? [], String(value)])
  }
  return [...byAlert.values()]
}

/**
 * Another entry under a title that was told ("Service disruption"): the same feed has it by another id, published since. A day of
 * grace, because some feeds write their own zone's hour as Greenwich's.
 */
const isAnother = ({ entry, uri }: Observation, told: ToldFact): boolean =>
  entry !== undefined && entry.publishedAt !== null && told.entry?.uri === uri && told.entry.id !== entry.id &&
  DateTime.isGreaterThan(entry.publishedAt, DateTime.add(told.toldAt, { days: 1 }))

/** Whether the owner was told what this observation says. */
export const isTold = (observation: Observation, known: KnownState): boolean => {
  const { term, value } = factOf(observation)
  const isSame = (told: ToldFact["value"]) => sameValue(told, value) || (observation.kind === "date" && sameDate(told, value))
  return known.told.some((one) => one.term === term && isSame(one.value) && !isAnother(observation, one))
}

/** The quotes that carry a fact of their own which the owner has not been told. */
export const newQuotes = (judgement: Judgement, known: KnownState): ReadonlyArray<Quote> => {
  const tellings = tellingsIn(known)
  return learntFrom(judgement).quotes.filter(({ text }) => !isRetold(text, tellings))
}

/** The facts of the judgement that the owner has not been told. */
export const newFacts = (judgement: Judgement, known: KnownState): ReadonlyArray<Omit<ToldFact, "toldAt">> => [
  ...learntFrom(judgement).typed.filter((observation) => !isTold(observation, known)).map(factOf),
  ...newQuotes(judgement, known).map(factOfQuote)
]

/** A negated comparison (`not (price > 300)`) has its distance on the other side; how far is what counts. */
const clearlyFalse = (judgement: Judgement): boolean =>
  judgement.observations.some((o) => o.verdict === "not_met" && o.distance !== null && Math.abs(o.distance) > SAME_NUMBER)


/** Enough for the longest-lived task; older facts have been true for so long that they are not news again. */
const MAX_TOLD = 200

/** Remembers what there was to read about a condition that nobody judges: told, or on the first look, when nothing is news yet. */
export const evidenceRemembered = (known: KnownState, judgement: Judgement, now: DateTime.Utc): KnownState => ({
  ...known,
  told: [...newFacts(judgement, known).map((fact) => ({ ...fact, toldAt: now })), ...known.told].slice(0, MAX_TOLD)
})

/** What is known after this judgement. `tell`: its facts have just been told. */
export const knownAfter = (
  known: KnownState,
  judgement: Judgement,
  tell: boolean,
  now: DateTime.Utc
): KnownState => {
  const judgedPassages = judgement.model?.passages ?? known.judgedPassages
  // What could not be judged neither confirms nor denies: keep what was known.
  if (judgement.verdict === "unclear") return { ...known, verdict: "unclear", judgedPassages }
  const falseReads = judgement.verdict === "not_met" ? known.falseReads + 1 : 0
  const rearmed = judgement.verdict === "not_met" &&
    (falseReads >= FALSE_READS_TO_REARM || clearlyFalse(judgement))
  const kept = rearmed ? known.told.filter((fact) => fact.kind === "event") : known.told
  const told = tell
    // Only what is new: facts that a page repeats would push older ones out, which would then be told again.
    ? [...newFacts(judgement, known).map((fact) => ({ ...fact, toldAt: now })), ...kept].slice(0, MAX_TOLD)
    : kept
  return {
    ...known,
    verdict: judgement.verdict,
    evidence: judgement.evidence,
    observations: judgement.observations,
    told,
    falseReads,
    judgedPassages
  }
}
