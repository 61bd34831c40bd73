import type { Page } from "../../ports/PageReader.ts"
import { findAmounts } from "../amount/findAmounts.ts"
import { unreadableAmount } from "../amount/unreadableAmount.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { compareNumber } from "./compareNumber.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { formatQuantity } from "./formatQuantity.ts"
import { quoteAround } from "./quoteAround.ts"
import { saidAt } from "./saidAt.ts"
import { termOf } from "./termOf.ts"

type ValueTerm = Extract<Condition, { readonly _tag: "Value" }>

/** Languages that part thousands with a comma and nothing else. A page may name the wrong one, so prices are not settled by it. */
const groupsByComma = /^(?:en|ja|ko|zh|th|he)(?:-|$)/

const word = /^[\s\u00a0]{0,2}([\p{L}%°][\p{L}\p{N}_%°/²³]*)/u
const fold = (unit: string) => unit.normalize("NFKC").toLowerCase()

/** The one number at a selector, or the one of its unit on the page, against its limit. The unit, where one is asked for, is the word printed after the number. */
export const evaluateValue = (term: ValueTerm, page: Page): Evaluation => {
  const selector = term.place.selector ?? "the text"
  const text = term.place.selector === null ? blockWithUnit(page, term.unit ?? "") : selectedText(page, term.place.selector)
  if (typeof text !== "object") return unclear(`${page.url}: ${text}`)
  return evaluateNumber(term, page, selector, text.text)
}

const selectedText = (page: Page, selector: string): { readonly text: string } | string => {
  const selection = saidAt(page, selector)
  // `[1,2]` is two numbers and not 1.2.
  return typeof selection === "object" && page.kind === "json" && /^[[{]/.test(selection.text) ? `${selector} leads to several values` : selection
}

/** The one block of the page's own text that prints a number of this unit, and says it plainly. */
const blockWithUnit = (page: Page, unit: string): { readonly text: string } | string => {
  const found = [...new Set(mainBlocks(page))].filter((block) => {
    const spaced = block.replace(/(\d)(\p{L})/gu, "$1 $2")
    return findAmounts(spaced).some((amount) => fold(amount.currency ?? word.exec(spaced.slice(amount.end))?.[1] ?? "") === fold(unit))
  })
  const [block, ...others] = found
  if (block === undefined) return `nothing on it is a number of ${unit}`
  if (others.length > 0) return `several lines give a number of ${unit}`
  const hedge = hedgeIn(block)
  return hedge === null ? { text: block } : `a number of ${unit} stands beside “${hedge}”`
}

const scales: Readonly<Record<string, number>> = { k: 1e3, tsd: 1e3, thousand: 1e3, m: 1e6, mio: 1e6, mn: 1e6, million: 1e6, millions: 1e6, bn: 1e9 }

/** `2.4K` by itself: anything from 2,350 to 2,450. */
const roundedNumber = (text: string): { readonly low: number; readonly value: number; readonly high: number } | null => {
  const [, printed = "", word = ""] = /^\s*(\d{1,4}(?:\.\d{1,2})?)\s?(k|K|M|tsd|thousand|mio|Mio|mn|million|millions|bn)\.?\+?(?:\s\p{L}+){0,4}\s*$/u.exec(text) ?? []
  const scale = scales[word.toLowerCase()]
  if (printed === "" || scale === undefined) return null
  const half = 0.5 * 10 ** -(printed.split(".")[1]?.length ?? 0)
  return { low: (Number(printed) - half) * scale, value: Number(printed) * scale, high: (Number(printed) + half) * scale }
}

/** `< 20 ms`, `over 500`: the number is not the value but a bound of it. */
const boundBefore = (head: string): "most" | "least" | null => {
  const [, most, least] = /(?:(<|≤|&lt;|less than|fewer than|under|below|up to|at most|no more than)|(>|≥|&gt;|more than|over|above|at least|exceeds))\s*$/iu.exec(head) ?? []
  return most !== undefined ? "most" : least !== undefined ? "least" : null
}

/** Whether all values on the bound's side agree. The bound itself may be one of them. */
const isDecidedBy = (bound: "most" | "least", { comparison, limit }: ValueTerm, value: number): boolean => {
  const beyond = bound === "most" ? value < limit : value > limit
  return beyond && !(comparison === "==" && value === limit)
}

/** A rounded number decides where all that it may stand for agree. */
const evaluateRounded = (term: ValueTerm, page: Page, selector: string, text: string, { high, low, value }: NonNullable<ReturnType<typeof roundedNumber>>): Evaluation => {
  const compared = compareNumber(value, term.comparison, term.limit)
  const isExact = term.comparison === "==" || term.comparison === "!="
  if ([low, high].some((bound) => compareNumber(bound, term.comparison, term.limit).holds !== compared.holds) || (isExact && low <= term.limit && term.limit <= high)) {
    return unclear(`${page.url}: ${selector} shows ${text.trim()}, which is rounded`, evidenceConfidence.conflicting)
  }
  return decided({
    observation: { term: termOf(term, page.url), kind: "value", value, unit: null, uri: page.url, holds: compared.holds, distance: compared.distance },
    confidence: evidenceConfidence.selectedWithoutUnit,
    quotes: [text.trim()],
    finding: `The value is about ${formatQuantity(value, null)}, ${compared.words} ${formatQuantity(term.limit, null)}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${selector} shows ${text.trim()}; ${compared.words} ${formatQuantity(term.limit, null)}`
  })
}

const evaluateNumber = (term: ValueTerm, page: Page, selector: string, text: string): Evaluation => {
  // Numbers glued to their unit ("20kWh") are set apart, or they would read as parts of a name.
  const spaced = text.replace(/(\d)(\p{L})/gu, "$1 $2")
  const rounded = term.unit === null || (scales[fold(term.unit)] === undefined && fold(text).trimEnd().endsWith(` ${fold(term.unit)}`)) ? roundedNumber(text) : null
  if (rounded !== null) return evaluateRounded(term, page, selector, text, rounded)
  const unreadable = unreadableAmount(spaced, term.unit)
  if (unreadable !== null) {
    return unclear(`${page.url}: ${selector} shows ${unreadable.printed}, which is no number of a sure form`, evidenceConfidence.conflicting)
  }
  const amounts = findAmounts(spaced)
  const [amount] = amounts
  if (amount === undefined) return unclear(`${page.url}: ${selector} shows no number`)
  if (amounts.length > 1) return unclear(`${page.url}: ${selector} shows several numbers`, evidenceConfidence.conflicting)
  const sign = /(?:^|[\s(:])[-−–]\s?$/u.test(spaced.slice(0, amount.start)) ? -1 : 1
  const unit = amount.currency ?? word.exec(spaced.slice(amount.end))?.[1] ?? null
  if (term.unit !== null && unit !== null && fold(unit) !== fold(term.unit)) {
    return unclear(`${page.url}: ${selector} shows ${unit}, the condition asks for ${term.unit}`, evidenceConfidence.conflicting)
  }
  // A point in English, and in a share of any language, is that of a fraction: 6.125 % is never six thousand.
  const isFraction = amount.otherwise !== null && /^\D*\d{1,3}\.\d{3}\D*$/u.test(amount.printed) && (amount.percent || groupsByComma.test(page.lang ?? ""))
  const magnitude = isFraction && amount.otherwise !== null ? amount.otherwise : amount.value
  const value = magnitude === 0 ? 0 : sign * magnitude
  const compared = compareNumber(value, term.comparison, term.limit)
  const otherwise = amount.otherwise === null || isFraction || (amount.printed.includes(",") && groupsByComma.test(page.lang ?? "")) ? null : sign * amount.otherwise
  if (otherwise !== null && compareNumber(otherwise, term.comparison, term.limit).holds !== compared.holds) {
    return unclear(`${page.url}: ${amount.printed} can be read as two different numbers`, evidenceConfidence.conflicting)
  }
  const bound = boundBefore(spaced.slice(0, amount.start))
  if (bound !== null && !isDecidedBy(bound, term, value)) {
    return unclear(`${page.url}: ${selector} shows ${bound === "most" ? "no more" : "no less"} than ${amount.printed}, and not how much`, evidenceConfidence.conflicting)
  }
  const said = formatQuantity(value, term.unit)
  const limit = formatQuantity(term.limit, term.unit)
  const at = Math.max(0, text.indexOf(amount.printed))
  return decided({
    observation: {
      term: termOf(term, page.url),
      kind: "value",
      value,
      unit: term.unit,
      uri: page.url,
      holds: compared.holds,
      distance: compared.distance
    },
    confidence: term.place.selector === null ? evidenceConfidence.prose : term.unit !== null && unit === null ? evidenceConfidence.selectedWithoutUnit : evidenceConfidence.selected,
    quotes: [quoteAround(text, at, at + amount.printed.length)],
    finding: `The value is ${said}, ${compared.words} ${limit}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${selector} shows ${said}; ${compared.words} ${limit}`
  })
}
