import * as Result from "effect/Result"
import type { Condition } from "./Condition.ts"
import { ConditionCursor } from "./ConditionCursor.ts"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { joinOperands } from "./joinOperands.ts"
import { parseTerm } from "./parseTerm.ts"
import { tokenizeCondition } from "./tokenizeCondition.ts"

/** Longer than any condition a person writes, short enough to be refused before it costs anything. */
export const maxConditionLength = 2_000
/** Parentheses and `not`s inside each other. Bounds the recursion of all that walks a condition. */
export const maxConditionNesting = 16

const joins = ["and", "or"] as const

type Parsed<A> = Result.Result<A, ConditionSyntaxError>

const parseUnary = (cursor: ConditionCursor, depth: number): Parsed<Condition> =>
  Result.gen(function*() {
    if (depth > maxConditionNesting) {
      return yield* cursor.refuse(`Expected at most ${maxConditionNesting} levels of parentheses and not`, cursor.peek())
    }
    if (cursor.takeWord("not")) return { _tag: "Not", operand: yield* parseUnary(cursor, depth + 1) }
    if (cursor.peek().text === "!") return yield* cursor.refuse("Expected not", cursor.peek())
    if (!cursor.takeSymbol("(")) return yield* parseTerm(cursor, depth, maxConditionNesting)
    const inner = yield* parseOr(cursor, depth + 1)
    yield* cursor.symbol(")")
    return inner
  })

const operandsOf = (condition: Condition) => condition._tag === "And" || condition._tag === "Or" ? condition.operands : null
const joined = (_tag: "And" | "Or", operands: ReadonlyArray<Condition>): Condition =>
  joinOperands<Condition>(_tag, operands, operandsOf, (operands) => ({ _tag, operands }))

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
 * The grammar is `conditionGrammar`.
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
