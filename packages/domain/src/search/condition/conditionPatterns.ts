import type { Availability } from "../../ports/PageReader.ts"
import { findAmounts } from "../amount/findAmounts.ts"
import type { Comparison, Condition, Place } from "./Condition.ts"

/** A way to say a condition in English that means one typed condition and nothing else. */
export interface ConditionPattern {
  readonly name: string
  /** A whole description that it reads. */
  readonly example: string
  /** Anchored on both ends; no repetition inside a repetition, so that matching is bounded by the text. */
  readonly pattern: RegExp
  /** Null where the words fit but the meaning is not certain (an ambiguous number, an unknown currency). */
  readonly read: (words: Readonly<Record<string, string | undefined>>) => Condition | null
}

/** "page" in a description is each of the task's own sources. */
const place: Place = { url: null, selector: null }

/** Pounds are also a weight and `¥` two currencies: neither is certain. */
const moneyAsWritten = (text: string): { readonly limit: number; readonly currency: string | null } | null => {
  const [amount, ...others] = findAmounts(text)
  if (amount === undefined || others.length > 0 || amount.percent) return null
  if (amount.otherwise !== null || amount.printed !== text || (amount.marked && amount.currency === null)) return null
  return { limit: amount.value, currency: amount.currency }
}

/** `$300 USD` and `USD $300` name one currency twice; `$300 CAD` names two, and stays uncertain. */
const moneyNamedTwice = (text: string): ReturnType<typeof moneyAsWritten> => {
  const [, sign = "", code = ""] = /^(\p{Sc}.*\d) ?([A-Z]{3})$/u.exec(text) ?? []
  const [, codeFirst = "", signNext = ""] = /^([A-Z]{3}) ?(\p{Sc}.*\d)$/u.exec(text) ?? []
  const limit = moneyAsWritten(sign + signNext)
  return limit?.currency === code + codeFirst ? limit : null
}

/** `300 usd` is `300 USD`, but `zł` is not `ZŁ`: as written first. */
const money = (text: string) => {
  const upper = text.toUpperCase()
  return moneyAsWritten(text) ?? moneyAsWritten(upper) ?? moneyNamedTwice(upper)
}

const price = (comparison: Comparison) => (words: Readonly<Record<string, string | undefined>>): Condition | null => {
  const limit = money(words["amount"] ?? "")
  return limit === null ? null : { _tag: "Price", place, of: null, comparison, ...limit }
}
const availability = (is: Availability) => (): Condition => ({ _tag: "Availability", place, of: null, is })
const text = (mode: "contains" | "lacks") => (words: Readonly<Record<string, string | undefined>>): Condition | null => {
  const said = (words["double"] ?? words["single"] ?? words["curly"] ?? words["curlySingle"] ?? words["angle"] ?? "").trim()
  return said === "" ? null : { _tag: "Text", place, mode, text: said }
}

const subject = "(?:price|its price|item's price|product's price)"
const amount = "(?<amount>\\S.{0,40})"
const thing = "(?:(?:it|this|item|product|this item|this product|it's|they|they're) )?"
const page = "(?:page|this page|text of (?:the|this) page|page's text) "
/** One page that says it is enough for a site that says it; one that does not is nothing for a site that does not. */
const site = "(?:page|this page|text of (?:the|this) page|page's text|website|this website|site) "
const quoted =
  "(?:\"(?<double>[^\"“”]{1,200})\"|'(?<single>[^'’]{1,200})'|“(?<curly>[^“”\"]{1,200})”|‘(?<curlySingle>[^‘’]{1,200})’|«(?<angle>[^«»]{1,200})»)"
const whole = (source: string) => new RegExp(`^(?:${source})$`, "iu")

/**
 * Tried in order; the first that fits is the meaning. What fits none is free text and is left to a model: a guess here would
 * be a false alert with a typed condition's confidence.
 *
 * Left out on purpose, because people mean several things by them: "the price is $300" (exactly, or at most?), "it is available"
 * (to buy, to download, in my country?), "drops by 10 %" (from when?), "the price reaches $300" (from which side?).
 */
export const conditionPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "price at most, after the amount",
    example: "the price is $300 or less",
    pattern: whole(`${subject} (?:is|drops to|falls to|goes down to|gets to) ${amount} or (?:less|lower|below|under|cheaper)`),
    read: price("<=")
  },
  {
    name: "price at most",
    example: "price is at most 300 EUR",
    pattern: whole(`${subject} (?:is |stays )?(?:at most|no more than|not more than|not above) ${amount}`),
    read: price("<=")
  },
  {
    name: "price at least, after the amount",
    example: "the price is $300 or more",
    pattern: whole(`${subject} (?:is|rises to|goes up to) ${amount} or (?:more|higher|above)`),
    read: price(">=")
  },
  {
    name: "price at least",
    example: "price is at least £20",
    pattern: whole(`${subject} (?:is )?(?:at least|no less than|not less than|not below) ${amount}`),
    read: price(">=")
  },
  {
    name: "price below",
    example: "notify me when the price drops below 300 USD",
    pattern: whole(
      `${subject} (?:(?:is|goes|drops|falls|gets|dips|sinks|comes down|goes down) (?:to )?)?(?:below|under|less than|lower than|cheaper than) ${amount}`
    ),
    read: price("<")
  },
  {
    name: "price above",
    example: "price rises above 1,500 USD",
    pattern: whole(
      `${subject} (?:(?:is|goes|rises|climbs|gets|goes up) (?:to )?)?(?:above|over|more than|higher than|greater than) ${amount}`
    ),
    read: price(">")
  },
  {
    name: "price exactly",
    example: "the price is exactly 19.99 EUR",
    pattern: whole(`${subject} is exactly ${amount}`),
    read: price("==")
  },
  {
    name: "costs less than",
    example: "it costs less than $20",
    pattern: whole(`(?:(?:it|this|item|product|this item|this product) )?costs (?:less than|under|below) ${amount}`),
    read: price("<")
  },
  {
    name: "costs more than",
    example: "it costs more than $20",
    pattern: whole(`(?:(?:it|this|item|product|this item|this product) )?costs (?:more than|over|above) ${amount}`),
    read: price(">")
  },
  {
    name: "in stock",
    example: "is back in stock",
    pattern: whole(`${thing}(?:(?:is|are|comes|come|becomes|gets) )?(?:back )?in stock(?: again)?`),
    read: availability("in_stock")
  },
  {
    name: "available again",
    example: "it is available again",
    pattern: whole(`${thing}(?:(?:is|are|becomes|become) )?available again`),
    read: availability("in_stock")
  },
  {
    name: "sold out",
    example: "it is sold out",
    pattern: whole(`${thing}(?:(?:is|are|goes|go|becomes|gets|sells|sell) )?(?:sold out|out of stock)|${thing}sells? out`),
    read: availability("sold_out")
  },
  {
    name: "preorder",
    example: "available for preorder",
    pattern: whole(`${thing}(?:(?:is|are|becomes|goes) )?(?:available for|available to|open for|up for|on) pre-?order`),
    read: availability("preorder")
  },
  {
    name: "page no longer says",
    example: "the page no longer says \"coming soon\"",
    pattern: whole(
      `${page}(?:(?:no longer|does not|doesn't|doesn’t) (?:say|says|mention|mentions|contain|contains|show|shows|include|includes)|stops (?:saying|mentioning|showing)) ${quoted}`
    ),
    read: text("lacks")
  },
  {
    name: "page says",
    example: "the page says \"tickets on sale\"",
    pattern: whole(`${site}(?:says|mentions|contains|reads|shows|includes|displays) ${quoted}`),
    read: text("contains")
  },
  {
    name: "words appear",
    example: "\"Applications open\" appears on the page",
    pattern: whole(`${quoted} appears(?: on (?:the |this )?page)?`),
    read: text("contains")
  },
  {
    name: "words disappear",
    example: "\"Coming soon\" disappears from the page",
    pattern: whole(`${quoted} disappears(?: from (?:the |this )?page)?`),
    read: text("lacks")
  },
  {
    name: "page changes",
    example: "the page changes",
    pattern: whole("(?:page|this page|page content|page's content|content of (?:the|this) page|anything on (?:the|this) page) (?:changes|changed|has changed|is changed)"),
    read: () => ({ _tag: "Changed", place })
  }
]
