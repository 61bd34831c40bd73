import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { compileCondition } from "../search/condition/compileCondition.ts"
import { parseCondition } from "../search/condition/parseCondition.ts"
import { printCondition } from "../search/condition/printCondition.ts"
import { InvalidCondition } from "./refusals.ts"

/**
 * The typed condition of a task in its one text form: the one given, which must parse, or else what the description
 * certainly says. Null: free text, which only a model can judge.
 */
export const understandCondition = (
  given: string | null | undefined,
  description: string
): Effect.Effect<string | null, InvalidCondition> => {
  if (given === null || given === undefined) {
    return Effect.succeed(Option.getOrNull(Option.map(compileCondition(description), printCondition)))
  }
  return Result.match(parseCondition(given), {
    onFailure: (error) => Effect.fail(new InvalidCondition({ why: error.message, offset: error.offset })),
    onSuccess: (condition) => Effect.succeed(printCondition(condition))
  })
}
