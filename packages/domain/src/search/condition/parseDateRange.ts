import * as Result from "effect/Result"
import { type DateRange, dateUnits } from "./Condition.ts"
import type { ConditionCursor } from "./ConditionCursor.ts"
import type { ConditionSyntaxError } from "./ConditionSyntaxError.ts"
import { isoInstant } from "../date/isoInstant.ts"

/** Further away than anybody watches for, and near enough that a date can be reckoned. */
const mostUnits = 10_000

const singular: Readonly<Record<string, (typeof dateUnits)[number]>> = { hour: "hours", day: "days", week: "weeks" }

/** `before "2026-05-01"`, `within 3 days`, `within last 2 weeks`. */
export const parseDateRange = (cursor: ConditionCursor): Result.Result<DateRange, ConditionSyntaxError> =>
  Result.gen(function*() {
    const word = yield* cursor.oneOf(["before", "after", "on", "within"])
    if (word === "within") {
      const side = cursor.takeWord("last") ? "last" : "next"
      const token = cursor.peek()
      const amount = yield* cursor.number()
      if (!(amount > 0 && amount <= mostUnits)) return yield* cursor.refuse(`Expected a number above 0 and up to ${mostUnits}`, token)
      const one = Object.keys(singular).find((name) => cursor.takeWord(name))
      const unit = one === undefined ? yield* cursor.oneOf(dateUnits) : singular[one] ?? "days"
      return { _tag: "Within", side, amount, unit }
    }
    const token = cursor.peek()
    const at = yield* cursor.string("a day such as \"2026-05-01\" in double quotes")
    if (isoInstant(at) === null) return yield* cursor.refuse("Expected a day such as \"2026-05-01\"", token)
    return { _tag: word === "before" ? "Before" : word === "after" ? "After" : "On", at }
  })
