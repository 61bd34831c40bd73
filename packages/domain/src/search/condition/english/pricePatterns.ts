import type { Comparison, Condition } from "../Condition.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { money } from "./money.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

type Words = Readonly<Record<string, string | undefined>>

const price = (comparison: Comparison, words: Words): Condition | null => {
  const limit = money((words["amount"] ?? "").trim())
  const subject = subjectPhrase(words["subject"])
  return limit === null || subject === null ? null : { _tag: "Price", place, of: subject.of, comparison, ...limit }
}

const amount = "(?<amount>\\S.{0,30}?)"
/** How people say where a price stands to an amount: the words before it, or the words behind it. */
const relations: ReadonlyArray<readonly [name: string, comparison: Comparison, example: string, before: string, behind: string | null]> = [
  ["at most", "<=", "price is at most 300 EUR", "(?:at most|no more than|not more than|not above|not over|a maximum of|max(?:imum)?|(?:at|to) or (?:below|under)|equal to or (?:below|less than)|(?:below|less than|lower than|under) or equal to)", "(?:or (?:less|lower|below|under|cheaper)|at most|max(?:imum)?|tops)"],
  ["at least", ">=", "price is at least £20", "(?:at least|no less than|not less than|not below|a minimum of|(?:at|to) or above|(?:above|more than|higher than|greater than|over) or equal to)", "(?:or (?:more|higher|above|over)|at least)"],
  ["below", "<", "notify me when the price drops below 300 USD", "(?:below|under|beneath|less than|lower than|cheaper than|underneath)", null],
  ["above", ">", "price rises above 1,500 USD", "(?:above|over|more than|higher than|greater than|beyond)", null],
  ["exactly", "==", "the price is exactly 19.99 EUR", "exactly", "exactly"]
]

const down = "(?:has (?:dropped|fallen|gone|come)|drops?|falls?|goes|go|dips?|sinks?|comes?|declines?|decreases?|slips?|is reduced|is lowered|is discounted|gets?|is cut)(?: down)?(?: to)?"
const up = "(?:has (?:risen|climbed|gone)|rises?|climbs?|goes|go|gets?|increases?|jumps?|is raised)(?: up)?(?: to)?"
const stands = "(?:is|stays?|remains?|becomes?|stands at|is now|gets)"
const moves = (comparison: Comparison): string =>
  comparison === "<" || comparison === "<=" ? `(?:${stands}|${down})` : comparison === "==" ? stands : `(?:${stands}|${up})`

const isPriceOf = `(?:(?:current |sale |total |new |lowest |regular )?(?:price|cost) (?:of|for) (?<subject>${subjectSource})|(?:its |item's |product's |their )?(?:sale )?(?:price|cost)|(?<subject2>${subjectSource})(?:['’]s)? price)`
const costs = "(?:costs?|sells? for|goes? for|is priced(?: at)?|is sold for|is (?:on sale|offered|listed|going) for|retails? for|is selling for|can be (?:bought|had|purchased) for|is)"

const priced = (words: Words): Words => ({ ...words, subject: words["subject"] ?? words["subject2"] })

const forRelation = ([name, comparison, example, before, behind]: (typeof relations)[number]): ReadonlyArray<ConditionPattern> => {
  const read: ConditionPattern["read"] = (words) => price(comparison, priced(words))
  const told = behind === null ? [] : [{
    name: `price ${name}, behind the amount`,
    example: comparison === "<=" ? "the price is $300 or less" : comparison === ">=" ? "the price is $300 or more" : "the price is 300 USD exactly",
    pattern: whole(`${isPriceOf} ${moves(comparison)} ${amount} ${behind}`),
    read
  }, {
    name: `costs ${name}, behind the amount`,
    example: comparison === "<=" ? "the Koda 2 costs $300 or less" : comparison === ">=" ? "the Koda 2 costs $300 or more" : "the Koda 2 costs 300 USD exactly",
    pattern: whole(`(?:(?<subject>${subjectSource}) )??(?:${costs}|${comparison === "<=" ? down : up}) ${amount} ${behind}`),
    read
  }]
  return [...told, {
    name: `price ${name}`,
    example,
    pattern: whole(`${isPriceOf} (?:${moves(comparison)} )?${before} ${amount}`),
    read
  }, {
    name: `costs ${name}`,
    example: comparison === "<" ? "the Koda 2 costs less than $20" : `the Koda 2 costs ${comparison === ">" ? "more than" : comparison === "==" ? "exactly" : name} $20`,
    pattern: whole(`(?:(?<subject>${subjectSource}) )??(?:${costs}|${comparison === ">" || comparison === ">=" ? up : down}) ${before} ${amount}`),
    read
  }]
}

/** `Koda 2 under $20`: a name by itself, which ends as names do. `Koda 2 drops` is none. */
const bare = ([name, comparison, , before, behind]: (typeof relations)[number]): ReadonlyArray<ConditionPattern> =>
  comparison !== "<" && comparison !== "<=" ? [] : [{
    name: `${name} without a verb`,
    example: comparison === "<" ? "the Koda 2 under $20" : "the Koda 2 for $300 or less",
    pattern: whole(`(?<subject>${subjectSource}) (?:(?:for |at )?${before} ${amount}${behind === null ? "" : `|(?:for|at) ${amount.replace("amount", "amount2")} ${behind}`})`),
    read: (words) => /(?:^|\s)[\p{Lu}\p{N}]\S*$/u.test(words["subject"] ?? "") ? price(comparison, { ...words, amount: words["amount"] ?? words["amount2"] }) : null
  }]

/** Prices against an amount, of the page's thing or of one that is named. A bare verb with an unmarked number says too little. */
export const pricePatterns: ReadonlyArray<ConditionPattern> = [
  ...relations.flatMap(forRelation),
  {
    name: "price falls to",
    example: "the price of the Koda 2 drops to 300 EUR",
    pattern: whole(`${isPriceOf} (?:drops?|falls?|comes? down|goes down|is (?:reduced|lowered|cut)) to ${amount}`),
    read: (words) => price("<=", priced(words))
  },
  {
    name: "falls to",
    example: "the Koda 2 drops to $249",
    pattern: whole(`(?<subject>${subjectSource}) (?:drops?|falls?|comes? down|goes down|is (?:reduced|discounted)) to ${amount}`),
    read: (words) => price("<=", words)
  },
  {
    name: "to be had for less",
    example: "the Koda 2 is available for less than 300 EUR",
    pattern: whole(`(?<subject>${subjectSource}) is (?:available|in stock|on sale) (?:for (?:less than|under|below)|at (?:less than|under|below)|under|below) ${amount}`),
    read: (words) => {
      const below = price("<", words)
      // "for 300 EUR" alone is not a limit.
      return below === null || below._tag !== "Price" ? null : { _tag: "And", operands: [below, { _tag: "Availability", place, of: below.of, is: "in_stock" }] }
    }
  },
  ...relations.flatMap(bare)
]
