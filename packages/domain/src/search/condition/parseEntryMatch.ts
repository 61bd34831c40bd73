import * as Result from "effect/Result"
import type { EntryMatch } from "./Condition.ts"
import type { ConditionCursor } from "./ConditionCursor.ts"
import type { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { joinOperands } from "./joinOperands.ts"

type Parsed = Result.Result<EntryMatch, ConditionSyntaxError>

const operandsOf = (match: EntryMatch) => match._tag === "All" || match._tag === "Any" ? match.operands : null
const joined = (_tag: "All" | "Any", operands: ReadonlyArray<EntryMatch>): EntryMatch =>
  joinOperands<EntryMatch>(_tag, operands, operandsOf, (operands) => ({ _tag, operands }))

const parseWords = (cursor: ConditionCursor, depth: number, deepest: number): Parsed =>
  Result.gen(function*() {
    const token = cursor.peek()
    if (depth > deepest) return yield* cursor.refuse(`Expected at most ${deepest} levels of parentheses and !`, token)
    if (cursor.takeSymbol("!")) return { _tag: "None", operand: yield* parseWords(cursor, depth + 1, deepest) }
    if (cursor.takeSymbol("(")) {
      const inner = yield* parseEntryMatch(cursor, depth + 1, deepest)
      yield* cursor.symbol(")")
      return inner
    }
    if (token.kind === "word" && /^(?:and|or|not)$/i.test(token.value)) {
      return yield* cursor.refuse("Expected words to look for (with & for and, | for or, ! for not)", token)
    }
    if (token.kind === "word" || token.kind === "number") return { _tag: "Words", words: cursor.next().value }
    return { _tag: "Words", words: yield* cursor.string("a word, or words in double quotes") }
  })

const parseAll = (cursor: ConditionCursor, depth: number, deepest: number): Parsed =>
  Result.gen(function*() {
    const operands = [yield* parseWords(cursor, depth, deepest)]
    while (cursor.takeSymbol("&")) operands.push(yield* parseWords(cursor, depth, deepest))
    return joined("All", operands)
  })

/** `a & (b | "c d") & !e`: `!` binds tightest, then `&`, then `|`. */
export const parseEntryMatch = (cursor: ConditionCursor, depth: number, deepest: number): Parsed =>
  Result.gen(function*() {
    const operands = [yield* parseAll(cursor, depth, deepest)]
    while (cursor.takeSymbol("|")) operands.push(yield* parseAll(cursor, depth, deepest))
    return joined("Any", operands)
  })
