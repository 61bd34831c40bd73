import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** A whole number between `min` and `max`, both included. */
export const boundedInt = (min: number, max: number) =>
  Schema.Finite.check(
    Schema.makeFilter((n: number) => Number.isInteger(n), {
      ...saying({ type: "int_from_float", msg: "Input should be a valid integer, got a number with a fractional part" }),
      toJsonSchema: () => ({ type: "integer" })
    }),
    Schema.makeFilter((n: number) => n >= min, {
      ...saying({
        type: "greater_than_equal",
        msg: `Input should be greater than or equal to ${min}`,
        ctx: { ge: min }
      }),
      toJsonSchema: () => ({ minimum: min })
    }),
    Schema.makeFilter((n: number) => n <= max, {
      ...saying({ type: "less_than_equal", msg: `Input should be less than or equal to ${max}`, ctx: { le: max } }),
      toJsonSchema: () => ({ maximum: max })
    })
  )
