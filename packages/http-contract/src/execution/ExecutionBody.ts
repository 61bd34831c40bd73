import { AttemptOutcome, ErrorCategory, ExecutionStatusSchema } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"
import { ExecutionResultBody, UsageBody } from "./ExecutionResultBody.ts"

/** `url` repeats `uri`: one generation of clients reads the one, the next the other. */
export const GroundingSourceBody = Schema.Struct({
  uri: Schema.String,
  title: Schema.String,
  url: Schema.String
}).annotate({ identifier: "GroundingSource" })

/** One look at the web for a task. `notification` is not null exactly when the owner was told. */
export const ExecutionBody = Schema.Struct({
  id: wireId,
  task_id: wireId,
  status: ExecutionStatusSchema,
  started_at: wireInstant,
  completed_at: Schema.NullOr(wireInstant),
  result: Schema.NullOr(ExecutionResultBody),
  notification: Schema.NullOr(Schema.String),
  grounding_sources: Schema.NullOr(Schema.Array(GroundingSourceBody)),
  error_message: Schema.NullOr(Schema.String),
  created_at: wireInstant
}).annotate({ identifier: "Execution" })
export type ExecutionBody = typeof ExecutionBody.Type

/** One try inside an execution. */
export const AttemptBody = Schema.Struct({
  n: Schema.Int,
  outcome: AttemptOutcome,
  category: Schema.NullOr(ErrorCategory),
  error_message: Schema.NullOr(Schema.String),
  started_at: wireInstant,
  ended_at: Schema.NullOr(wireInstant),
  usage: Schema.NullOr(UsageBody)
}).annotate({ identifier: "Attempt" })
export type AttemptBody = typeof AttemptBody.Type

/** An execution with its tries, which only the owner sees. */
export const ExecutionDetailBody = Schema.Struct({
  ...ExecutionBody.fields,
  attempts: Schema.optionalKey(Schema.Array(AttemptBody))
}).annotate({ identifier: "ExecutionDetail" })
export type ExecutionDetailBody = typeof ExecutionDetailBody.Type
