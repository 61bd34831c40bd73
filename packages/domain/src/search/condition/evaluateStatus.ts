import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { findDates } from "../date/findDates.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import { subjectOf } from "../identity/Subject.ts"
import { readStatements, staleAfter, type Statement } from "../status/readStatements.ts"
import { settledDates } from "../status/settledDates.ts"
import { isProvisional } from "../status/statesPlainly.ts"
import { type StatusAsked, statusAsked } from "../status/StatusAsked.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { saidAt } from "./saidAt.ts"
import { termOf } from "./termOf.ts"

type StatusTerm = Extract<Condition, { readonly _tag: "Status" }>

/** A date is announced by giving it: as data of the event, or in a line that is labelled so. */
const givenDates = (term: StatusTerm, asked: StatusAsked, page: Page, about: string | null): ReadonlyArray<Statement> => {
  if (!(asked.topic.matter ?? "").endsWith("date") || term.is !== "announced") return []
  const own = (page.dates ?? []).filter(({ kind }) => kind === "event" || kind === "release")
  const relevant = relevantTo(own, page, subjectOf(asked.topic.thing ?? about ?? ""))
  const labelled = mainBlocks(page).filter((block) =>
    /^(?:\p{L}+ )?dates?\s?[:–—-]/iu.test(block) && block.length <= 120 && findDates(block).length > 0 && hedgeIn(block) === null && asked.isMeantBy(block))
  return [...(typeof relevant === "string" ? [] : relevant.map(({ snippet }) => snippet)), ...labelled].map((quote) => ({ holds: true, isNamed: true, quote }))
}

/** Nobody gets into what is open and full. */
const allGone = /^(?:update[^:]{0,20}:\s*)?(?:(?:we are|now|it is)\s)?(?:(?:sold out|fully booked)(?!\p{L})|all (?:\p{L}+ |[\d,.]+ )?(?:places|spots|slots|bibs|entries|seats) (?:are|have been) (?:taken|gone|sold|filled))/iu

/** `Last updated: 3 March 2024`: what such a page says of today is of then. */
const isUnkept = (blocks: ReadonlyArray<string>, now: number): boolean => {
  const days = blocks.filter((block) => block.length <= 200).flatMap((block) => {
    const [, day] = /(?<!\p{L})(?:last|page|content) (?:updated|modified|reviewed|changed|edited)(.{0,60})/iu.exec(block) ?? []
    return findDates(day ?? "")
  })
  return days.length > 0 && days.every(({ span }) => span.end < now - staleAfter)
}

/** What was called off and is not any more. */
const revoked = /(?<!\p{L})(?:after all|reinstated|back on|(?:decision|cancellation|postponement) (?:has been|was) (?:reversed|withdrawn|revoked))(?!\p{L})/iu

/** `Deadline: 31 January` in February: what the page says of an opening is of last month. */
const isOverdue = (blocks: ReadonlyArray<string>, now: number): boolean => {
  const ends = blocks.flatMap((block) => {
    const [, until, day] = block.length > 300 ? [] : /(?<!\p{L})until(?!\p{L})(.*)|(.*(?<!\p{L})(?:deadline|clos(?:es?|ing)|last day)(?!\p{L}).*)/isu.exec(block) ?? []
    return settledDates(until ?? day ?? "", now)
  })
  return ends.length > 0 && ends.every(({ end }) => end <= now)
}

/**
 * What has become of a thing, by the sentences that plainly say so: `met` where one does and none denies it, `not_met` where one says
 * that it is not so, not yet or the contrary. What hedges, asks, promises, speaks of another thing or of a past year says nothing.
 */
export const evaluateStatus = (term: StatusTerm, page: Page, about: string | null): Evaluation => {
  const { selector } = term.place
  const selection = selector === null ? null : saidAt(page, selector)
  if (typeof selection === "string") return unclear(`${page.url}: ${selection}`)
  const now = DateTime.toEpochMillis(page.readAt)
  const asked = statusAsked(term.of, about, page, DateTime.toPartsUtc(page.readAt).year)
  if (asked === null) return unclear(`${page.url}: the page is about a year that is over, or about what others say`)
  const blocks = selection === null ? mainBlocks(page) : [selection.text]
  const said = [...readStatements(blocks, { headings: new Set(page.headings ?? []), sections: new Set(page.sections ?? []) }, asked, term.is, now), ...givenDates(term, asked, page, about)]
  const first = said.find(({ isNamed }) => isNamed) ?? said[0]
  const what = (term.of ?? about ?? "it").slice(0, 80)
  if (first === undefined) return unclear(`${page.url}: no sentence plainly says whether “${what}” is ${term.is}`)
  if (said.some(({ holds }) => holds !== first.holds)) {
    return unclear(`${page.url}: one sentence says that “${what}” is ${term.is}, another that it is not`, evidenceConfidence.conflicting)
  }
  if (first.holds && (term.is === "cancelled" || term.is === "postponed") && blocks.some((block) => revoked.test(block))) {
    return unclear(`${page.url}: it says “${term.is}”, and that this was taken back`, evidenceConfidence.conflicting)
  }
  if (first.holds && term.is === "published" && blocks.some((block) => block.includes(first.quote) && isProvisional(block))) {
    return unclear(`${page.url}: what is published is not the last word`, evidenceConfidence.conflicting)
  }
  if (first.holds && isUnkept(page.blocks, now)) return unclear(`${page.url}: it says “${term.is}”, and that it was last looked after long ago`, evidenceConfidence.conflicting)
  if (first.holds && term.is === "open" && asked.topic.matter !== null && blocks.some((block) => allGone.test(block))) {
    return unclear(`${page.url}: it says “open”, and that nothing is left`, evidenceConfidence.conflicting)
  }
  if (first.holds && term.is === "open" && isOverdue(blocks, now)) return unclear(`${page.url}: it says “open”, and its deadline is over`, evidenceConfidence.conflicting)
  return decided({
    observation: { term: termOf(term, page.url), kind: "status", value: first.holds, unit: null, uri: page.url, holds: first.holds, distance: null },
    // Where the owner says where to look, that says what it is about.
    confidence: first.isNamed || selection !== null ? evidenceConfidence.stated : evidenceConfidence.statedBare,
    quotes: [first.quote],
    finding: `The page says that “${what}” is ${first.holds ? "" : "not "}${term.is}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: “${first.quote.slice(0, 160)}”`
  })
}
