import type { Condition, DateRange, EntryMatch, Place } from "./Condition.ts"
import { bareWord } from "./tokenizeCondition.ts"

const reserved = new Set(["and", "or", "not"])

const printWord = (unit: string): string => {
  bareWord.lastIndex = 0
  const bare = bareWord.exec(unit)?.[0] === unit && !reserved.has(unit.toLowerCase())
  return bare ? unit : JSON.stringify(unit)
}

/** `("https://…", "css")`, and nothing at all for the whole of each of the task's pages. */
export const printPlace = (place: Place): string => {
  if (place.url === null && place.selector === null) return ""
  const url = place.url === null ? "page" : JSON.stringify(place.url)
  return place.selector === null ? `(${url})` : `(${url}, ${JSON.stringify(place.selector)})`
}

/** ` of "Koda 2"`, and nothing where the task's query names the thing. */
export const printOf = (of: string | null): string => of === null ? "" : ` of ${JSON.stringify(of)}`

const printMatch = (match: EntryMatch): string => {
  switch (match._tag) {
    case "Words":
      return printWord(match.words)
    case "None":
      return `!${match.operand._tag === "All" || match.operand._tag === "Any" ? `(${printMatch(match.operand)})` : printMatch(match.operand)}`
    case "All":
      return match.operands.map((one) => one._tag === "Any" ? `(${printMatch(one)})` : printMatch(one)).join(" & ")
    case "Any":
      return match.operands.map(printMatch).join(" | ")
  }
}

const printRange = (range: DateRange): string =>
  range._tag === "Within"
    ? `within ${range.side === "last" ? "last " : ""}${range.amount} ${range.unit}`
    : `${range._tag.toLowerCase()} ${JSON.stringify(range.at)}`

/** `and` binds tighter than `or`, so only an `Or` inside an `And`, and either inside a `Not`, needs parentheses. */
const printWithin = (outer: "And" | "Not", inner: Condition): string =>
  inner._tag === "Or" || (outer === "Not" && inner._tag === "And")
    ? `(${printCondition(inner)})`
    : printCondition(inner)

/**
 * The canonical text of a condition.
 *
 * Laws, for a condition as `parseCondition` makes them (n-ary nodes of two or more, none directly inside its own kind):
 * - `parseCondition(printCondition(c))` is `c`;
 * - printing what was parsed from a text changes a second time nothing.
 */
export const printCondition = (condition: Condition): string => {
  switch (condition._tag) {
    case "Price": {
      const currency = condition.currency === null ? "" : ` ${condition.currency}`
      return `price${printOf(condition.of)}${printPlace(condition.place)} ${condition.comparison} ${condition.limit}${currency}`
    }
    case "Value": {
      const unit = condition.unit === null ? "" : ` ${printWord(condition.unit)}`
      return `value${printPlace(condition.place)} ${condition.comparison} ${condition.limit}${unit}`
    }
    case "Availability":
      return `availability${printOf(condition.of)}${printPlace(condition.place)} is ${condition.is}`
    case "Status":
      return `status${printOf(condition.of)}${printPlace(condition.place)} is ${condition.is}`
    case "Version":
      return `version${printOf(condition.of)}${printPlace(condition.place)} ${condition.comparison} ${JSON.stringify(condition.version)}`
    case "Entry":
      return `entry${printPlace(condition.place)} matches ${printMatch(condition.matches)}`
    case "Date":
      return `date${printOf(condition.of)}${printPlace(condition.place)} ${printRange(condition.range)}`
    case "Text":
      return `text${printPlace(condition.place)} ${condition.mode} ${JSON.stringify(condition.text)}`
    case "Changed":
      return `changed${printPlace(condition.place)}`
    case "Not":
      return `not ${printWithin("Not", condition.operand)}`
    case "And":
      return condition.operands.map((operand) => printWithin("And", operand)).join(" and ")
    case "Or":
      return condition.operands.map(printCondition).join(" or ")
  }
}
