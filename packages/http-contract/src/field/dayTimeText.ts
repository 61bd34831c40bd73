import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** `HH:MM`, 24 hours. */
export const dayTimeText = Schema.String.check(
  Schema.isPattern(
    /^([01][0-9]|2[0-3]):[0-5][0-9]$/u,
    saying({ type: "string_pattern_mismatch", msg: "Input should be a time of day such as 09:00" })
  )
)
