import * as DateTime from "effect/DateTime"
import type { FeedEntry } from "../../ports/PageReader.ts"
import type { Observation } from "../Judgement.ts"

/** Of an entry; what has no date of publication goes by its last change. */
export const instantOf = ({ publishedAt, updatedAt }: FeedEntry): number => {
  const at = publishedAt ?? updatedAt
  return at === null ? -1 : DateTime.toEpochMillis(at)
}

/** An entry is the same one in another feed and at another address, and after its punctuation was mended. */
export const identityOf = (entry: FeedEntry): string =>
  (entry.title === "" ? entry.id : entry.title).normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 200)

/** Many feeds give a day and no hour, and some give it in their own time zone: by its date alone no entry of that day is old. */
const aboutADay = 24 * 3_600_000

/**
 * Of the entries that match, newest first, those that are news to somebody who has been watching `since`: published after it, or not there
 * at an earlier look. `before` is what the last good look remembers of the term: the newest entry that matched and whether it was news, and
 * what else was news and not told before.
 * An entry without a date is compared with that alone, so the first look only remembers. Where the entry it compares with has left the
 * feed, nothing can be said to be newer: late is better than false.
 */
export const newEntries = (
  matching: ReadonlyArray<FeedEntry>,
  since: DateTime.Utc,
  before: ReadonlyArray<Pick<Observation, "value" | "verdict">>
): ReadonlyArray<FeedEntry> => {
  const created = DateTime.toEpochMillis(since)
  const [newest] = before
  const last = matching.findLastIndex((entry) => before.some(({ value }) => value === identityOf(entry)))
  const isLater = (index: number): boolean =>
    newest !== undefined && (newest.value === "" || (last >= 0 && (newest.verdict === "met" ? index <= last : index < last)))
  return matching.filter((entry, index) => {
    const at = instantOf(entry)
    // Its text was mended; it was there before.
    const wasSeen = newest?.verdict === "not_met" && index === last
    if (at > created && !(entry.publishedAt === null && wasSeen)) return true
    return (at < 0 || at > created - aboutADay) && isLater(index)
  })
}
