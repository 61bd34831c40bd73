import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

const plural = (n: number): string => `${n} character${n === 1 ? "" : "s"}`

/**
 * Text of `min` to `max` characters, counted as people count them (code points), white space at the ends not counted:
 * it is cut off before the text is stored.
 */
export const boundedText = (min: number, max: number) =>
  Schema.String.check(
    Schema.makeFilter((text: string) => Array.from(text.trim()).length >= min, {
      ...saying({ type: "string_too_short", msg: `String should have at least ${plural(min)}`, ctx: { min_length: min } }),
      toJsonSchema: () => ({ minLength: min })
    }),
    Schema.makeFilter((text: string) => Array.from(text.trim()).length <= max, {
      ...saying({ type: "string_too_long", msg: `String should have at most ${plural(max)}`, ctx: { max_length: max } }),
      // Looser than the check, which does not count white space at the ends.
      toJsonSchema: () => [{ maxLength: max }, true]
    })
  )
