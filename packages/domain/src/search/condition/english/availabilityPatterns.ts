import type { Availability } from "../../../ports/PageReader.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

const read = (is: Availability): ConditionPattern["read"] => (words) => {
  const subject = subjectPhrase(words["subject"] ?? words["subject2"] ?? words["subject3"])
  return subject === null ? null : { _tag: "Availability", place, of: subject.of, is }
}

/** Lazy: where the words fit without a name there is none. */
const thing = `(?:(?<subject>${subjectSource}) )??`
const named = `(?<subject>${subjectSource}) `
const becomes = "(?:(?:is|are|comes?|becomes?|gets?|goes|it's|they're) )?"

export const availabilityPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "in stock",
    example: "is back in stock",
    pattern: whole(`${thing}${becomes}(?:now )?(?:back )?in stock(?: again| now)?`),
    read: read("in_stock")
  },
  {
    name: "restocked",
    example: "the Koda 2 is restocked",
    pattern: whole(`${named}(?:is|are|gets|has been|have been) restocked|restock of (?<subject2>${subjectSource})`),
    read: read("in_stock")
  },
  {
    name: "available again",
    example: "it is available again",
    pattern: whole(`${thing}(?:(?:is|are|becomes?) )?available (?:again|to buy|to purchase|to order|for purchase|for sale)(?: again| now)?`),
    read: read("in_stock")
  },
  {
    name: "named thing available",
    example: "the Koda 2 becomes available",
    pattern: whole(`${named}(?:is|are|becomes?|gets) (?:now )?available(?: now| online)?`),
    // "Version 5 is available" is another question, and "it is available" may be one.
    read: (words) => {
      const condition = read("in_stock")(words)
      return condition?._tag === "Availability" && condition.of !== null && !/\b(?:v?\d+\.\d|tickets?|update|beta|firmware|results?|season|episode|edition)\b/iu.test(condition.of) ? condition : null
    }
  },
  {
    name: "can be bought",
    example: "I can buy the Koda 2",
    pattern: whole(`${named}can be (?:bought|ordered|purchased)(?: again| now| online)?|(?:I|we|one|you) can (?:buy|order|purchase) (?<subject2>${subjectSource})(?: again| now)?`),
    read: read("in_stock")
  },
  {
    name: "tickets on sale",
    example: "tickets for Aurora Festival 2026 go on sale",
    pattern: whole(`tickets (?:for|to) (?<subject>${subjectSource}) (?:are|go|become|get) (?:now )?(?:on sale|available|in stock)(?: now| again)?|ticket sales? (?:for|to) (?<subject3>${subjectSource}) (?:starts?|opens?|begins?)|(?<subject2>${subjectSource}) tickets (?:are|go|become|get) (?:now )?(?:on sale|available|in stock)(?: now| again)?`),
    read: read("in_stock")
  },
  {
    name: "tickets on sale, of the page",
    example: "tickets go on sale",
    pattern: whole("tickets (?:are|go|become|get) (?:now )?on sale(?: now)?"),
    read: read("in_stock")
  },
  {
    name: "no longer sold out",
    example: "the Koda 2 is no longer sold out",
    pattern: whole(`${thing}(?:is|are) no longer (?:sold out|out of stock|unavailable)`),
    read: (words) => {
      const operand = read("sold_out")(words)
      return operand === null ? null : { _tag: "Not", operand }
    }
  },
  {
    name: "no longer available",
    example: "the Koda 2 is no longer available",
    pattern: whole(`${thing}(?:is|are|becomes?|goes) (?:no longer available|no longer in stock|not in stock|unavailable)`),
    read: read("sold_out")
  },
  {
    name: "sold out",
    example: "it is sold out",
    pattern: whole(`${thing}(?:(?:is|are|goes|go|becomes?|gets?|sells?) )?(?:sold out|out of stock)(?: again| now)?|(?<subject2>${subjectSource}) sells? out`),
    read: read("sold_out")
  },
  {
    name: "preorder",
    example: "available for preorder",
    pattern: whole(`${thing}(?:(?:is|are|becomes?|goes) )?(?:available for|available to|open for|up for|on) pre-?order(?:s|ing)?(?: now)?|(?<subject2>${subjectSource}) can be pre-?ordered`),
    read: read("preorder")
  },
  {
    name: "preorders open",
    example: "preorders for the Koda 2 open",
    pattern: whole(`pre-?orders (?:for|of) (?<subject>${subjectSource}) (?:open|start|begin|are open|go live)`),
    read: read("preorder")
  }
]
