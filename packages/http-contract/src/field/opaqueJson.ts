import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** It is echoed in every webhook, whose body stays small; a document belongs behind an id. */
const MAX_BYTES = 32 * 1_024

/** A client's own JSON, kept and given back unread. At most 32 kB as compact UTF-8. */
export const opaqueJson = Schema.Json.check(
  Schema.makeFilter((value: Schema.Json) => new TextEncoder().encode(JSON.stringify(value)).length <= MAX_BYTES, {
    ...saying({
      type: "too_long",
      msg: `Value should have at most ${MAX_BYTES} bytes as JSON`,
      ctx: { max_length: MAX_BYTES }
    })
  })
)
