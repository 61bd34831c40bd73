import * as Result from "effect/Result"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"

/** A piece of a condition's text. `text` is the piece as written, `value` what it stands for. */
export interface ConditionToken {
  readonly kind: "word" | "number" | "string" | "symbol" | "end"
  readonly text: string
  readonly value: string
  readonly offset: number
}

/** A word that can stand for a unit without quotes: letters, `%`, `°C`, `km/h`, `m²`. */
export const bareWord = /[\p{L}%°][\p{L}\p{N}_%°/²³-]*/uy

// Sticky and without nested repetition: each is tried once per position, so tokenizing is linear.
const space = /\s+/y
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** Written without quotes, and still nothing else: an address, a day, a version of three numbers or with its `v`. */
const plainText = /https?:\/\/[^\s,"()<>]+|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])|v?\d+(?:\.\d+){2,5}(?:-[\w.]+)?(?![\w.])|v\d+(?:\.\d+)?(?:-[\w.]+)?(?![\w.])/yi
const symbol = /<=|>=|==|!=|[<>(),&|!]/y
const escapes: Readonly<Record<string, string>> = {
  "\"": "\"",
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t"
}

/** What other languages write, and what it is called here. */
const foreign: ReadonlyArray<readonly [written: string, meant: string]> = [
  ["&&", "and"], ["||", "or"], ["<>", "!="], ["≠", "!="], ["≤", "<="], ["≥", ">="], ["=<", "<="], ["=>", ">="]
]

const fail = (message: string, offset: number, suggestion: string | null = null) =>
  Result.fail(new ConditionSyntaxError({ message: `${message} at character ${offset + 1}.`, offset, suggestion }))

const matchAt = (pattern: RegExp, text: string, offset: number): string | null => {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0] ?? null
}

const readString = (text: string, start: number): Result.Result<ConditionToken, ConditionSyntaxError> => {
  let value = ""
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === "\"") return Result.succeed({ kind: "string", text: text.slice(start, at + 1), value, offset: start })
    if (char !== "\\") {
      value += char
      continue
    }
    at++
    const code = text.slice(at + 1, at + 5)
    const escape = text.charAt(at)
    const plain = escapes[escape]
    if (plain !== undefined) value += plain
    else if (escape === "u" && /^[0-9a-fA-F]{4}$/.test(code)) {
      value += String.fromCharCode(Number.parseInt(code, 16))
      at += 4
    } else return fail("Expected \\\", \\\\, \\n, \\t or \\u with four hex digits (write a backslash twice to mean itself)", at - 1)
  }
  return fail("Expected a closing \" for the text that opens", start)
}

/** Cuts a condition's text into tokens, the last of which is `end`. */
export const tokenizeCondition = (
  text: string
): Result.Result<ReadonlyArray<ConditionToken>, ConditionSyntaxError> => {
  const tokens: Array<ConditionToken> = []
  let offset = 0
  while (offset < text.length) {
    const blank = matchAt(space, text, offset)
    if (blank !== null) {
      offset += blank.length
      continue
    }
    if (text[offset] === "\"") {
      const token = readString(text, offset)
      if (Result.isFailure(token)) return Result.fail(token.failure)
      tokens.push(token.success)
      offset += token.success.text.length
      continue
    }
    const [written, meant = null] = foreign.find(([written]) => text.startsWith(written, offset)) ?? []
    if (written !== undefined) return fail(`Expected ${meant} instead of ${written}`, offset, meant)
    const bare = matchAt(plainText, text, offset)
    if (bare !== null) {
      tokens.push({ kind: "string", text: bare, value: bare, offset })
      offset += bare.length
      continue
    }
    let token: ConditionToken | null = null
    for (const [kind, pattern] of [["number", number], ["symbol", symbol], ["word", bareWord]] as const) {
      const found = matchAt(pattern, text, offset)
      if (found === null) continue
      token = { kind, text: found, value: found, offset }
      break
    }
    if (token === null) {
      const char = String.fromCodePoint(text.codePointAt(offset) ?? 0)
      if (/[“”„«»'‘’]/u.test(char)) return fail(`Expected straight double quotes (") instead of ${char}`, offset)
      if (/[$€£¥₹]/u.test(char)) return fail(`Expected a currency code after the number (300 USD) instead of ${char}`, offset)
      if (char === "=") return fail("Expected == for equality, found a single =", offset)
      return fail(`Expected a word, a number, a text in double quotes or a comparison, found ${JSON.stringify(char)}`, offset)
    }
    tokens.push(token)
    offset += token.text.length
  }
  tokens.push({ kind: "end", text: "", value: "", offset: text.length })
  return Result.succeed(tokens)
}
