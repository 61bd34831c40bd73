import * as DateTime from "effect/DateTime"
import type { FeedEntry, Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import { isTold } from "../../task/novelty.ts"
import type { Condition, EntryMatch } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { identityOf, instantOf, newEntries } from "./newEntries.ts"
import { quoteAround } from "./quoteAround.ts"
import { termOf } from "./termOf.ts"
import { wordFinder } from "./wordFinder.ts"

type EntryTerm = Extract<Condition, { readonly _tag: "Entry" }>

const numbered = /^(?:episode|issue|chapter|part|volume)\s+0*(\d{1,5})$/iu

/** `Episode 42` is the entry that has the number in its title (`42: Fog`, `Ep. 42`), and not the one that announces it for next week. */
const isNumbered = (title: string, words: string, number: string): boolean =>
  wordFinder(words)(title) !== null || new RegExp(`^(?:(?:ep(?:isode)?|no|nr)\\.?\\s?)?#?0*${number}(?=\\s?[:.|)–—-]|\\s*$)`, "iu").test(title.trim())

const matches = (match: EntryMatch, entry: FeedEntry): boolean => {
  switch (match._tag) {
    case "Words": {
      const [, number] = numbered.exec(match.words.trim()) ?? []
      return number === undefined ? wordFinder(match.words)(`${entry.title} – ${entry.text}`) !== null : isNumbered(entry.title, match.words, number)
    }
    case "None":
      return !matches(match.operand, entry)
    case "All":
      return match.operands.every((one) => matches(one, entry))
    case "Any":
      return match.operands.some((one) => matches(one, entry))
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

const observedOf = (entry: FeedEntry) => ({ value: identityOf(entry), entry: { id: entry.id, publishedAt: entry.publishedAt } })

/** Told facts are remembered to a number (`novelty`). Of more entries than this at once, the older ones would be forgotten and told again. */
const MAX_NEWS = 20

/** Named in the sentence that is told; of more, their number. */
const MAX_NAMED = 3

const joined = (titles: ReadonlyArray<string>): string => {
  const named = titles.length <= MAX_NAMED ? titles : titles.slice(0, MAX_NAMED - 1)
  const last = named.length < titles.length ? `${titles.length - named.length} more` : `“${named.at(-1) ?? ""}”`
  const before = (named.length < titles.length ? named : named.slice(0, -1)).map((title) => `“${title}”`)
  return before.length === 0 ? last : `${before.join(", ")} and ${last}`
}

/**
 * Whether entries of the feed have the words. For somebody who watches, only what is news counts (`newEntries`): each of the newest that
 * they were not told yet is observed, after the very newest, which the next look compares with. An old entry is remembered, and the term is
 * `not_met`.
 */
export const evaluateEntry = (term: EntryTerm, page: Page, watched: Watched | null): Evaluation => {
  const { entries } = page
  if (entries === undefined) return unclear(`${page.url}: it is no feed, and names none`)
  const name = termOf(term, page.url)
  const matching = entries.filter((entry) => matches(term.matches, entry))
    .map((entry, index) => ({ entry, index })).sort((a, b) => instantOf(b.entry) - instantOf(a.entry) || a.index - b.index)
    .map(({ entry }) => entry)
  const before = watched?.known.observations.filter((observation) => observation.term === name) ?? []
  const found = watched === null ? matching : newEntries(matching, watched.since, before)
  const newest = found[0] ?? matching[0] ?? entries[0]
  if (newest === undefined) return unclear(`${page.url}: the feed has no entries`)
  if (found.length === 0 && page.rest !== undefined && !isOldRest(page, watched)) {
    return unclear(`${page.url}: the feed goes on after the ${entries.length} entries that were read, and none of these ${watched === null ? "matches" : "is news"}`)
  }
  const isOld = found.length === 0 && matching.length > 0
  // Without its date it may be from yesterday: only that nothing has been compared yet is certain.
  const isFirstLook = isOld && before.length === 0 && instantOf(newest) < 0
  const observation = {
    term: name,
    kind: "entry" as const,
    ...(matching.length === 0 ? { value: "" } : observedOf(newest)),
    unit: null,
    uri: page.url,
    distance: null
  }
  const untold = watched === null ? [] : found.slice(0, MAX_NEWS)
    .filter((entry) => !isTold({ ...observation, ...observedOf(entry), verdict: "met" }, watched.known))
  const shown = untold.length === 0 ? [newest] : untold
  const titles = shown.map(({ title }) => title.slice(0, 160))
  const said = isOld
    ? `The feed had ${joined(titles)} already`
    : found.length === 0
    ? `None of the ${entries.length} entries of the feed matches`
    : `The feed has ${joined(titles)}`
  return decided({
    observation: { ...observation, holds: found.length > 0 },
    further: untold.map(observedOf).filter(({ value }, index, all) =>
      value !== observation.value && all.findIndex((one) => one.value === value) === index
    ),
    confidence: isFirstLook
      ? evidenceConfidence.firstLook
      : matching.length > 0
      ? evidenceConfidence.entryFound
      : evidenceConfidence.wordsMissing,
    quotes: shown.slice(0, MAX_NAMED).map(({ text, title }) => quoteAround(title === "" ? text : title, 0, 1)),
    finding: `${said}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${matching.length} of ${entries.length} entries match${isOld ? ", none of them news" : ""}`
  })
}
