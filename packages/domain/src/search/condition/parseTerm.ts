import * as Result from "effect/Result"
import { isVersion } from "../version/compareVersions.ts"
import { type Comparison, statusWords, type Term } from "./Condition.ts"
import type { ConditionCursor } from "./ConditionCursor.ts"
import type { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { parseDateRange } from "./parseDateRange.ts"
import { parseEntryMatch } from "./parseEntryMatch.ts"
import { parseOf, parsePlace } from "./parsePlace.ts"

const terms = ["price", "value", "availability", "status", "version", "entry", "text", "date", "changed"] as const
const comparisons = ["<", "<=", ">", ">=", "==", "!="] as const satisfies ReadonlyArray<Comparison>
const availabilities = ["in_stock", "sold_out", "preorder"] as const
const modes = ["contains", "lacks"] as const
const joins = ["and", "or"] as const

type Parsed<A> = Result.Result<A, ConditionSyntaxError>

const parseCurrency = (cursor: ConditionCursor): Parsed<string | null> =>
  Result.gen(function*() {
    const token = cursor.peek()
    if (token.kind !== "word" || joins.some((join) => join === token.value.toLowerCase())) return null
    const code = token.value.toUpperCase()
    const codes = Intl.supportedValuesOf("currency")
    if (!codes.includes(code)) {
      // The currencies that are mostly meant: a suggestion from all three hundred would be noise.
      return yield* cursor.refuse("Expected a currency code such as USD or EUR", token, ["USD", "EUR", "GBP", "CHF", "JPY"])
    }
    cursor.next()
    return code
  })

const parseUnit = (cursor: ConditionCursor): Parsed<string | null> =>
  Result.gen(function*() {
    const token = cursor.peek()
    if (token.kind === "string") return yield* cursor.string("a unit")
    if (token.kind !== "word" || joins.some((join) => join === token.value.toLowerCase())) return null
    return cursor.next().value
  })

const parseVersion = (cursor: ConditionCursor): Parsed<string> =>
  Result.gen(function*() {
    const token = cursor.peek()
    // `4.10` as a number would be 4.1.
    if (token.kind === "number" && !/e/i.test(token.text) && isVersion(token.text)) return cursor.next().text
    const version = yield* cursor.string("a version such as \"4.1.0\" in double quotes")
    return isVersion(version) ? version : yield* cursor.refuse("Expected a version such as \"4.1.0\"", token)
  })

/** One term with its place. `depth` and `deepest` bound the nesting of an entry's words. */
export const parseTerm = (cursor: ConditionCursor, depth: number, deepest: number): Parsed<Term> =>
  Result.gen(function*() {
    const start = cursor.peek()
    const term = yield* cursor.oneOf(terms)
    const named = term === "price" || term === "availability" || term === "status" || term === "version" || term === "date"
    const of = named ? yield* parseOf(cursor) : null
    const place = yield* parsePlace(cursor)
    switch (term) {
      case "price": {
        const comparison = yield* cursor.oneOf(comparisons)
        return { _tag: "Price", place, of, comparison, limit: yield* cursor.number(), currency: yield* parseCurrency(cursor) }
      }
      case "value": {
        const comparison = yield* cursor.oneOf(comparisons)
        const limit = yield* cursor.number()
        const unit = yield* parseUnit(cursor)
        // On a whole page a number is known by its unit alone.
        if (place.selector === null && unit === null) {
          return yield* cursor.refuse("Expected a place with a selector, such as value(page, \".count\"), or a unit behind the number,", start)
        }
        return { _tag: "Value", place, comparison, limit, unit }
      }
      case "availability": {
        yield* cursor.oneOf(["is"])
        return { _tag: "Availability", place, of, is: yield* cursor.oneOf(availabilities) }
      }
      case "status": {
        yield* cursor.oneOf(["is"])
        return { _tag: "Status", place, of, is: yield* cursor.oneOf(statusWords) }
      }
      case "version": {
        const comparison = yield* cursor.oneOf(comparisons)
        return { _tag: "Version", place, of, comparison, version: yield* parseVersion(cursor) }
      }
      case "entry": {
        yield* cursor.oneOf(["matches"])
        return { _tag: "Entry", place, matches: yield* parseEntryMatch(cursor, depth, deepest) }
      }
      case "text": {
        const mode = yield* cursor.oneOf(modes)
        return { _tag: "Text", place, mode, text: yield* cursor.string("the words to look for, in double quotes") }
      }
      case "date":
        return { _tag: "Date", place, of, range: yield* parseDateRange(cursor) }
      case "changed":
        return { _tag: "Changed", place }
    }
  })
