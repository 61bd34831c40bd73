import * as Schema from "effect/Schema"
import { name } from "./taskFields.ts"

/** The optional body of `POST …/fork`. Null or blank: the source's name, as a copy. */
export const ForkTaskInput = Schema.Struct({ name: Schema.optionalKey(Schema.NullOr(name)) })
  .annotate({ identifier: "ForkTask" })
