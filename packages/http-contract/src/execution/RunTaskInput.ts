import * as Schema from "effect/Schema"

/** The optional body of `POST …/execute`; the same switches may stand in the query. */
export const RunTaskInput = Schema.Struct({
  force: Schema.optionalKey(Schema.Boolean),
  suppress_notifications: Schema.optionalKey(Schema.Boolean)
}).annotate({ identifier: "RunTask" })
