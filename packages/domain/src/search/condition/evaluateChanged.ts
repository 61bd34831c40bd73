import type { Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { hasRealText } from "./hasRealText.ts"
import { openingQuote } from "./openingQuote.ts"
import { quoteAround } from "./quoteAround.ts"
import { selectionOf } from "./selectionOf.ts"
import { termOf } from "./termOf.ts"

type ChangedTerm = Extract<Condition, { readonly _tag: "Changed" }>

/**
 * Whether a text differs from the one that the last good run remembers. The first look has nothing to compare with: it is
 * `not_met`, so that what was seen is remembered, and of next to no confidence, so that `not changed` is not told either.
 */
export const evaluateChanged = (term: ChangedTerm, page: Page, known: KnownState): Evaluation => {
  const { selector } = term.place
  const selection = selector === null ? null : selectionOf(page, selector)
  if (typeof selection === "string") return unclear(`${page.url}: ${selection}`)
  if (selection === null && !hasRealText(page.blocks)) return unclear(`${page.url}: the page has hardly any text`)
  // Half a page differs from the whole one.
  if (page.rest === "lost") return unclear(`${page.url}: the page ends in its middle, so whether it changed is not known`)
  const value = selection?.hash ?? page.ownHash ?? page.hash
  const words = selection === null ? page.wordsHash : undefined
  const name = termOf(term, page.url)
  const before = known.observations.find((observation) => observation.term === name)
  const what = selector === null ? "The page" : `What ${selector} shows`
  // Earlier releases remembered the hash of the whole page, and none of its words.
  const changed = before !== undefined && before.value !== value && (selection !== null || before.value !== page.hash)
  const inNumbers = changed && words !== undefined && before.words === words
  const said = before === undefined ? "was read for the first time" : inNumbers ? "has changed in numbers only" : changed ? "has changed" : "has not changed"
  return decided({
    observation: {
      term: name,
      kind: "changed",
      value,
      unit: null,
      uri: page.url,
      holds: changed,
      distance: null,
      ...(words === undefined ? {} : { words })
    },
    confidence: before === undefined
      ? evidenceConfidence.firstLook
      : selector !== null
      ? evidenceConfidence.selected
      : inNumbers
      ? evidenceConfidence.numbersChanged
      : evidenceConfidence.pageChanged,
    quotes: selection === null ? openingQuote(page.blocks) : [quoteAround(selection.text, 0, 1)],
    finding: `${what} ${said}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${selector ?? "the page"} ${said}`
  })
}
