import * as Result from "effect/Result"
import { withoutCredentials } from "../withoutCredentials.ts"
import type { Comparison, Condition, Place } from "./Condition.ts"
import { ConditionCursor } from "./ConditionCursor.ts"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { tokenizeCondition } from "./tokenizeCondition.ts"

/** Longer than any condition a person writes, short enough to be refused before it costs anything. */
export const maxConditionLength = 2_000
/** Parentheses and `not`s inside each other. Bounds the recursion of all that walks a condition. */
export const maxConditionNesting = 16

const terms = ["price", "value", "availability", "text", "changed"] as const
const comparisons = ["<", "<=", ">", ">=", "==", "!="] as const satisfies ReadonlyArray<Comparison>
const availabilities = ["in_stock", "sold_out", "preorder"] as const
const modes = ["contains", "lacks"] as const
const joins = ["and", "or"] as const

type Parsed<A> = Result.Result<A, ConditionSyntaxError>

const parseUrl = (cursor: ConditionCursor): Parsed<string | null> =>
  Result.gen(function*() {
    if (cursor.takeWord("page")) return null
    const token = cursor.peek()
    const url = yield* cursor.string("a URL in double quotes or the word page")
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      return yield* cursor.refuse("Expected a URL that starts with https:// or http://", {
        ...token,
        text: JSON.stringify(withoutCredentials(url))
      })
    }
    // A condition is stored, shown and quoted in messages: a password has no place in it, and the reader would refuse it.
    if (new URL(url).username !== "" || new URL(url).password !== "") {
      return yield* Result.fail(new ConditionSyntaxError({
        message: `Expected a URL without a user name or password at character ${token.offset + 1}.`,
        offset: token.offset,
        suggestion: null
      }))
    }
    return url
  })

const parsePlace = (cursor: ConditionCursor): Parsed<Place> =>
  Result.gen(function*() {
    if (!cursor.takeSymbol("(")) return { url: null, selector: null }
    const url = yield* parseUrl(cursor)
    const selector = cursor.takeSymbol(",") ? yield* cursor.string("a CSS selector in double quotes") : null
    yield* cursor.symbol(")")
    return { url, selector }
  })

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

const parseTerm = (cursor: ConditionCursor): Parsed<Condition> =>
  Result.gen(function*() {
    const start = cursor.peek()
    const term = yield* cursor.oneOf(terms)
    const place = yield* parsePlace(cursor)
    switch (term) {
      case "price": {
        const comparison = yield* cursor.oneOf(comparisons)
        return { _tag: "Price", place, comparison, limit: yield* cursor.number(), currency: yield* parseCurrency(cursor) }
      }
      case "value": {
        if (place.selector === null) {
          return yield* cursor.refuse("Expected a place with a selector, such as value(page, \".count\"),", start)
        }
        const comparison = yield* cursor.oneOf(comparisons)
        return { _tag: "Value", place, comparison, limit: yield* cursor.number(), unit: yield* parseUnit(cursor) }
      }
      case "availability": {
        yield* cursor.oneOf(["is"])
        return { _tag: "Availability", place, is: yield* cursor.oneOf(availabilities) }
      }
      case "text": {
        const mode = yield* cursor.oneOf(modes)
        return { _tag: "Text", place, mode, text: yield* cursor.string("the words to look for, in double quotes") }
      }
      case "changed":
        return { _tag: "Changed", place }
    }
  })

const parseUnary = (cursor: ConditionCursor, depth: number): Parsed<Condition> =>
  Result.gen(function*() {
    if (depth > maxConditionNesting) {
      return yield* cursor.refuse(`Expected at most ${maxConditionNesting} levels of parentheses and not`, cursor.peek())
    }
    if (cursor.takeWord("not")) return { _tag: "Not", operand: yield* parseUnary(cursor, depth + 1) }
    if (!cursor.takeSymbol("(")) return yield* parseTerm(cursor)
    const inner = yield* parseOr(cursor, depth + 1)
    yield* cursor.symbol(")")
    return inner
  })

const joined = (_tag: "And" | "Or", operands: ReadonlyArray<Condition>): Condition => {
  const flat = operands.flatMap((operand) => operand._tag === _tag ? operand.operands : [operand])
  const [only] = flat
  return flat.length === 1 && only !== undefined ? only : { _tag, operands: flat }
}

const parseAnd = (cursor: ConditionCursor, depth: number): Parsed<Condition> =>
  Result.gen(function*() {
    const operands = [yield* parseUnary(cursor, depth)]
    while (cursor.takeWord("and")) operands.push(yield* parseUnary(cursor, depth))
    return joined("And", operands)
  })

const parseOr = (cursor: ConditionCursor, depth: number): Parsed<Condition> =>
  Result.gen(function*() {
    const operands = [yield* parseAnd(cursor, depth)]
    while (cursor.takeWord("or")) operands.push(yield* parseAnd(cursor, depth))
    return joined("Or", operands)
  })

/**
 * Reads the text form of a condition. Words are read in any case; a chain of `and` or of `or` becomes one n-ary node.
 *
 * ```ebnf
 * condition    = conjunction { "or" conjunction } ;
 * conjunction  = factor { "and" factor } ;
 * factor       = "not" factor | "(" condition ")" | term ;
 * term         = "price" [ place ] comparison number [ currency ]
 *              | "value" place comparison number [ unit ]          (* the place needs a selector *)
 *              | "availability" [ place ] "is" ( "in_stock" | "sold_out" | "preorder" )
 *              | "text" [ place ] ( "contains" | "lacks" ) string
 *              | "changed" [ place ] ;
 * place        = "(" ( string | "page" ) [ "," string ] ")" ;       (* URL or page, then a CSS selector *)
 * comparison   = "<" | "<=" | ">" | ">=" | "==" | "!=" ;
 * number       = [ "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ] ;
 * currency     = three letters of ISO 4217 ;
 * unit         = word | string ;
 * string       = '"' { character | "\" escape } '"' ;               (* escapes as in JSON *)
 * ```
 *
 * `page`, and a term without a place, mean each of the task's own sources.
 *
 * Bounded: at most `maxConditionLength` UTF-16 units and `maxConditionNesting` levels; linear in the text.
 */
export const parseCondition = (text: string): Result.Result<Condition, ConditionSyntaxError> =>
  Result.gen(function*() {
    if (text.length > maxConditionLength) {
      const message = `Expected at most ${maxConditionLength} characters, found ${text.length}.`
      return yield* Result.fail(new ConditionSyntaxError({ message, offset: maxConditionLength, suggestion: null }))
    }
    const cursor = new ConditionCursor(yield* tokenizeCondition(text))
    const condition = yield* parseOr(cursor, 0)
    const rest = cursor.peek()
    if (rest.kind === "end") return condition
    if (rest.text === ",") return yield* cursor.refuse("Expected a number without thousands separators, such as 1299.50,", rest)
    return yield* cursor.refuse("Expected and, or, or the end of the condition", rest, joins)
  })
