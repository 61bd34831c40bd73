import * as Schema from "effect/Schema"
import { Violation } from "./Violation.ts"

/** Every error but a 422. */
export const ErrorBody = Schema.Struct({
  detail: Schema.String,
  code: Schema.String,
  /** On a 409: the run that is in the way. */
  execution_id: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "Error" })

/** A 422: everything that is wrong with the request, all parts of it at once. */
export const ValidationErrorBody = Schema.Struct({ detail: Schema.Array(Violation) })
  .annotate({ identifier: "ValidationError" })

/** The same errors for a client that accepts `application/problem+json` (RFC 9457). */
export const ProblemBody = Schema.Struct({
  type: Schema.String,
  title: Schema.String,
  status: Schema.Int,
  detail: Schema.String,
  code: Schema.String,
  instance: Schema.optionalKey(Schema.String),
  errors: Schema.optionalKey(Schema.Array(Violation)),
  execution_id: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "Problem" })
