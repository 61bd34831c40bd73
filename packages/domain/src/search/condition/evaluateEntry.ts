import * as DateTime from "effect/DateTime"
import type { FeedEntry, Page } from "../../ports/PageReader.ts"
import type { Condition, EntryMatch } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { findWords } from "./findWords.ts"
import { quoteAround } from "./quoteAround.ts"
import { termOf } from "./termOf.ts"

type EntryTerm = Extract<Condition, { readonly _tag: "Entry" }>

const matches = (match: EntryMatch, text: string): boolean => {
  switch (match._tag) {
    case "Words":
      return findWords(text, match.words) !== null
    case "None":
      return !matches(match.operand, text)
    case "All":
      return match.operands.every((one) => matches(one, text))
    case "Any":
      return match.operands.some((one) => matches(one, text))
  }
}

const instantOf = ({ publishedAt, updatedAt }: FeedEntry): number => {
  const at = publishedAt ?? updatedAt
  return at === null ? -1 : DateTime.toEpochMillis(at)
}

/** An entry is the same one in another feed and at another address, and after its punctuation was mended. */
const identityOf = (entry: FeedEntry): string =>
  (entry.title === "" ? entry.id : entry.title).normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 200)

const hold = (term: EntryTerm, page: Page, entries: ReadonlyArray<FeedEntry>, known: boolean): Evaluation => {
  const found = entries.filter((entry) => matches(term.matches, `${entry.title} – ${entry.text}`))
    .map((entry, index) => ({ entry, index })).sort((a, b) => instantOf(b.entry) - instantOf(a.entry) || a.index - b.index)
    .map(({ entry }) => entry)
  const shown = found[0] ?? entries[0]
  if (shown === undefined) return unclear(`${page.url}: the feed has no entries`)
  if (found.length === 0 && page.rest !== undefined) {
    return unclear(`${page.url}: the feed goes on after the ${entries.length} entries that were read, and none of these matches`)
  }
  const quote = shown.title === "" ? shown.text : shown.title
  const said = found.length === 0
    ? `None of the ${entries.length} entries of the feed matches`
    : `The feed has “${shown.title.slice(0, 160)}”`
  return decided({
    observation: {
      term: termOf(term, page.url),
      kind: "entry",
      value: found.length === 0 ? "" : identityOf(shown),
      unit: null,
      uri: page.url,
      holds: found.length > 0,
      distance: null
    },
    confidence: found.length > 0 || known ? evidenceConfidence.entryFound : evidenceConfidence.wordsMissing,
    quotes: [quoteAround(quote, 0, 1)],
    finding: `${said}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${found.length} of ${entries.length} entries match`
  })
}

/** Whether an entry of the feed has the words; of several the newest is told. */
export const evaluateEntry = (term: EntryTerm, page: Page): Evaluation =>
  page.entries === undefined
    ? unclear(`${page.url}: it is no feed, and names none`)
    : hold(term, page, page.entries, false)
