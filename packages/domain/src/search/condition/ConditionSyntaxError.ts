import * as Schema from "effect/Schema"

/** Where a typed condition stops making sense, said so that its author can mend it. */
export class ConditionSyntaxError extends Schema.TaggedError<ConditionSyntaxError>()("ConditionSyntaxError", {
  /** A sentence: what was expected, where (counted from 1), and what stands there. */
  message: Schema.String,
  /** UTF-16 index into the text, from 0: where an editor puts its cursor. */
  offset: Schema.Int,
  /** The word that was probably meant. */
  suggestion: Schema.NullOr(Schema.String)
}) {}
