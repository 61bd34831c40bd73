import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Condition } from "./Condition.ts"
import { conditionPatterns } from "./english/conditionPatterns.ts"
import { joinOperands } from "./joinOperands.ts"
import { parseCondition } from "./parseCondition.ts"

/** Longer descriptions say more than one plain thing. */
const maxPlainLength = 300

/** What people put before a condition without changing it. Taken off from the front, each at most once, in this order. */
const courtesies: ReadonlyArray<RegExp> = [
  /^please\s+/i,
  /^(?:(?:notify|tell|alert|email|message|ping|inform|warn|text) me|let me know|i want to know|watch until)\s+/i,
  /^(?:as soon as|when|whenever|if|once|that)\s+/i,
  /^the\s+/i
]

/** "tell me" alone asks for an explanation, not for an alert: it needs a "when". */
const plain = (description: string): string | null => {
  let text = description.trim().replace(/\s+/g, " ").replace(/ ?[.!]$/, "")
  let asked = false
  for (const [index, courtesy] of courtesies.entries()) {
    const rest = text.replace(courtesy, "")
    if (index === 1) asked = rest !== text
    if (index === 2 && asked && rest === text) return null
    text = rest
  }
  return text
}

const matchOne = (text: string): Condition | null => {
  for (const { pattern, read } of conditionPatterns) {
    const match = pattern.exec(text)
    const condition = match === null ? null : read(match.groups ?? {})
    if (condition !== null) return condition
  }
  return null
}

/** In the second half of "the Koda 2 is below $300 and is in stock" the thing goes without saying. */
const withSubject = (condition: Condition, of: string | null): Condition =>
  "of" in condition && condition.of === null ? { ...condition, of } : condition
const subjectIn = (condition: Condition): string | null => "of" in condition ? condition.of : null

/** Two or three halves with one "and" or one "or" between them, each of which is certain by itself. */
const matchJoined = (text: string): Condition | null => {
  for (const [word, tag] of [["and", "And"], ["or", "Or"]] as const) {
    const parts = text.split(new RegExp(`,? ${word} (?=(?:[^"“”]*["“][^"“”]*["”])*[^"“”]*$)`, "iu"))
    if (parts.length < 2 || parts.length > 3) continue
    const operands = parts.map((part) => matchOne(part.trim().replace(/^the\s+/iu, "")))
    if (!operands.every((operand) => operand !== null)) continue
    // "In stock and sold out": whoever says so means something else.
    if (tag === "And" && operands.filter(({ _tag }) => _tag === "Availability").length > 1) continue
    const of = operands.map(subjectIn).find((name) => name !== null) ?? null
    return joinOperands<Condition>(tag, operands.map((operand) => withSubject(operand, of)), operandsOf, (operands) => ({ _tag: tag, operands }))
  }
  return null
}
const operandsOf = (condition: Condition) => condition._tag === "And" || condition._tag === "Or" ? condition.operands : null

/**
 * A description as a typed condition, where that is certain; none otherwise. A description that is a typed condition already
 * is read as one. The patterns are `conditionPatterns`; the whole description must be consumed by one of them.
 *
 * `$` and "dollars" become USD. On a page priced in another dollar the verdict is then `unclear`, not `met`: whoever means that
 * dollar writes `CAD` or `CA$`. A number without a currency fits whichever single currency the page gives.
 */
export const compileCondition = (description: string): Option.Option<Condition> => {
  const typed = parseCondition(description)
  if (Result.isSuccess(typed)) return Option.some(typed.success)
  if (description.length > maxPlainLength) return Option.none()
  const text = plain(description)
  if (text === null) return Option.none()
  return Option.fromNullOr(matchOne(text) ?? matchJoined(text))
}
