import * as Result from "effect/Result"
import type { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { parseCondition } from "./parseCondition.ts"

const comparison = /[<>=≤≥]/

/**
 * Where words that are free text stop being a typed condition, if their author most probably meant one: it begins as one does
 * (`price < $300`), or compares and its first word is nearly one (`pric < 300`). Null for everything else.
 */
export const mistypedAs = (description: string): ConditionSyntaxError | null => {
  const parsed = parseCondition(description)
  if (!Result.isFailure(parsed)) return null
  const { offset, suggestion } = parsed.failure
  return offset > 0 || (suggestion !== null && comparison.test(description)) ? parsed.failure : null
}
