import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** At most `max` items. */
export const boundedList = <S extends Schema.Constraint>(item: S, max: number) =>
  Schema.Array(item).check(
    Schema.makeFilter((list: ReadonlyArray<unknown>) => list.length <= max, {
      ...saying({ type: "too_long", msg: `List should have at most ${max} items`, ctx: { max_length: max } }),
      toJsonSchema: () => ({ maxItems: max })
    })
  )
