import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import type { Condition, EntryMatch } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { identityOf, instantOf, newEntries } from "./newEntries.ts"
import { quoteAround } from "./quoteAround.ts"
import { termOf } from "./termOf.ts"
import { wordFinder } from "./wordFinder.ts"

type EntryTerm = Extract<Condition, { readonly _tag: "Entry" }>

const matches = (match: EntryMatch, text: string): boolean => {
  switch (match._tag) {
    case "Words":
      return wordFinder(match.words)(text) !== null
    case "None":
      return !matches(match.operand, text)
    case "All":
      return match.operands.every((one) => matches(one, text))
    case "Any":
      return match.operands.some((one) => matches(one, text))
  }
}

/** What of the past an entry is compared with; null: it counts whenever it was published. */
export interface Watched {
  readonly since: DateTime.Utc
  readonly known: KnownState
}

/** Whether the entries that were left out are older than the watch: those that were read are the newest. */
const isOldRest = ({ entries = [], rest }: Page, watched: Watched | null): boolean =>
  watched !== null && rest === "left_out" && entries.every((entry) => instantOf(entry) >= 0) &&
  entries.some((entry) => instantOf(entry) < DateTime.toEpochMillis(watched.since))

/**
 * Whether an entry of the feed has the words; of several the newest is told. For somebody who watches, only what is news counts
 * (`newEntries`): an old entry is remembered, and the term is `not_met`.
 */
export const evaluateEntry = (term: EntryTerm, page: Page, watched: Watched | null): Evaluation => {
  const { entries } = page
  if (entries === undefined) return unclear(`${page.url}: it is no feed, and names none`)
  const name = termOf(term, page.url)
  const matching = entries.filter((entry) => matches(term.matches, `${entry.title} – ${entry.text}`))
    .map((entry, index) => ({ entry, index })).sort((a, b) => instantOf(b.entry) - instantOf(a.entry) || a.index - b.index)
    .map(({ entry }) => entry)
  const before = watched?.known.observations.find((observation) => observation.term === name)
  const found = watched === null ? matching : newEntries(matching, watched.since, before)
  const shown = found[0] ?? matching[0] ?? entries[0]
  if (shown === undefined) return unclear(`${page.url}: the feed has no entries`)
  if (found.length === 0 && page.rest !== undefined && !isOldRest(page, watched)) {
    return unclear(`${page.url}: the feed goes on after the ${entries.length} entries that were read, and none of these ${watched === null ? "matches" : "is news"}`)
  }
  const isOld = found.length === 0 && matching.length > 0
  // Without its date it may be from yesterday: only that nothing has been compared yet is certain.
  const isFirstLook = isOld && before === undefined && instantOf(shown) < 0
  const title = shown.title.slice(0, 160)
  const said = isOld
    ? `The feed had “${title}” already`
    : found.length === 0
    ? `None of the ${entries.length} entries of the feed matches`
    : `The feed has “${title}”`
  return decided({
    observation: {
      term: name,
      kind: "entry",
      value: matching.length === 0 ? "" : identityOf(shown),
      unit: null,
      uri: page.url,
      holds: found.length > 0,
      distance: null
    },
    confidence: isFirstLook
      ? evidenceConfidence.firstLook
      : matching.length > 0
      ? evidenceConfidence.entryFound
      : evidenceConfidence.wordsMissing,
    quotes: [quoteAround(shown.title === "" ? shown.text : shown.title, 0, 1)],
    finding: `${said}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${matching.length} of ${entries.length} entries match${isOld ? ", none of them news" : ""}`
  })
}
