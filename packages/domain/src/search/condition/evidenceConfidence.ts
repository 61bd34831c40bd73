/**
 * Confidence by kind of evidence, never by similarity. An alert needs 70 by default: what stands below is recorded, not told.
 */
export const evidenceConfidence = {
  /** A value from structured data that the last run read as well: a page half-way through a change shows it once. */
  structuredTwice: 95,
  structuredOnce: 85,
  /** The words that the user named stand on the page. */
  wordsFound: 90,
  /** An entry of a feed: written for machines, by the source itself. */
  entryFound: 85,
  /** They do not: weaker, because a page can be incomplete in ways that nobody sees. */
  wordsMissing: 80,
  /** A value at a place that the user chose. */
  selected: 80,
  /** The same, but its currency or unit is not printed there and is taken from the condition. */
  selectedWithoutUnit: 75,
  /** The words of a page differ. That is certain; whether it matters is not. */
  pageChanged: 75,
  /** Nothing of a page but numbers differs, as counters, ratings and clocks do on one that nobody changed. */
  numbersChanged: 65,
  /** A sentence about the thing that says it plainly: no hedge, no future, no other year, and no other sentence that denies it. */
  stated: 75,
  /** The same by a sentence that leaves out what it is about, as the page is: it may be about a part of it. */
  statedBare: 65,
  /** The only clean number or phrase in prose. */
  prose: 65,
  /** The cap for what no quote supports. */
  unquoted: 40,
  /** First look at something whose changes are asked for: nothing has been compared. */
  firstLook: 10,
  /** Values that contradict each other, or a value in another currency: something was read, but not an answer. */
  conflicting: 10
} as const
