import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** At least `min` and at most `max` items. */
export const boundedList = <S extends Schema.Constraint>(item: S, max: number, min = 0) =>
  Schema.Array(item).check(
    Schema.makeFilter((list: ReadonlyArray<unknown>) => list.length >= min, {
      ...saying({ type: "too_short", msg: `List should have at least ${min} item${min === 1 ? "" : "s"}`, ctx: { min_length: min } }),
      toJsonSchema: () => min === 0 ? {} : { minItems: min }
    }),
    Schema.makeFilter((list: ReadonlyArray<unknown>) => list.length <= max, {
      ...saying({ type: "too_long", msg: `List should have at most ${max} items`, ctx: { max_length: max } }),
      toJsonSchema: () => ({ maxItems: max })
    })
  )
