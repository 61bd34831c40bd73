import * as Result from "effect/Result"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { nearestWord } from "./nearestWord.ts"
import type { ConditionToken } from "./tokenizeCondition.ts"

const end: ConditionToken = { kind: "end", text: "", value: "", offset: 0 }

/** Where the parser stands. `take…` move on if they can; the others move on or say what was expected. */
export class ConditionCursor {
  private at = 0
  private readonly tokens: ReadonlyArray<ConditionToken>

  constructor(tokens: ReadonlyArray<ConditionToken>) {
    this.tokens = tokens
  }

  peek(): ConditionToken {
    return this.tokens[this.at] ?? end
  }

  next(): ConditionToken {
    const token = this.peek()
    this.at++
    return token
  }

  takeWord(word: string): boolean {
    const token = this.peek()
    const taken = token.kind === "word" && token.value.toLowerCase() === word
    if (taken) this.at++
    return taken
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek()
    const taken = token.kind === "symbol" && token.value === symbol
    if (taken) this.at++
    return taken
  }

  symbol(symbol: string): Result.Result<void, ConditionSyntaxError> {
    return this.takeSymbol(symbol) ? Result.succeed(undefined) : this.refuse(`Expected ${symbol}`, this.peek())
  }

  oneOf<const Words extends ReadonlyArray<string>>(words: Words): Result.Result<Words[number], ConditionSyntaxError> {
    // A word that can only be one of these may stand in quotes.
    const quoted = this.peek().kind === "string" ? words.find((word) => word === this.peek().value.toLowerCase()) : undefined
    if (quoted !== undefined) this.at++
    const found = quoted ?? words.find((word) => this.takeSymbol(word) || this.takeWord(word))
    return found === undefined ? this.refuse(`Expected ${words.join(", ")}`, this.peek(), words) : Result.succeed(found)
  }

  string(what: string): Result.Result<string, ConditionSyntaxError> {
    const token = this.peek()
    if (token.kind !== "string" || token.value.trim() === "") return this.refuse(`Expected ${what}`, token)
    this.at++
    return Result.succeed(token.value)
  }

  number(): Result.Result<number, ConditionSyntaxError> {
    const token = this.peek()
    const value = Number(token.value)
    if (token.kind !== "number" || !Number.isFinite(value)) return this.refuse("Expected a number", token)
    this.at++
    // -0 would print as 0 and so not come back as itself.
    return Result.succeed(value === 0 ? 0 : value)
  }

  refuse(
    expected: string,
    token: ConditionToken,
    words: ReadonlyArray<string> = []
  ): Result.Result<never, ConditionSyntaxError> {
    const behind = this.tokens[this.tokens.indexOf(token) + 1] ?? end
    // `in stock` for `in_stock`: two words are one before either is a misspelling.
    const joined = `${token.value}_${behind.value}`.toLowerCase()
    const suggestion = token.kind !== "word" ? null : words.includes(joined) ? joined : nearestWord(token.value, words)
    // An author sees the head of a long word; the whole would bury the message.
    const found = token.kind === "end" ? "the end of the condition" : token.text.slice(0, 40)
    const meant = suggestion === null ? "" : ` Did you mean ${suggestion}?`
    const message = `${expected} at character ${token.offset + 1}, found ${found}.${meant}`
    return Result.fail(new ConditionSyntaxError({ message, offset: token.offset, suggestion }))
  }
}
