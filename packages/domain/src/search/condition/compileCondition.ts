import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Condition } from "./Condition.ts"
import { conditionPatterns } from "./conditionPatterns.ts"
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
  for (const { pattern, read } of conditionPatterns) {
    const match = pattern.exec(text)
    const condition = match === null ? null : read(match.groups ?? {})
    if (condition !== null) return Option.some(condition)
  }
  return Option.none()
}
