import { ExecutionStatusSchema, TraceStep, Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** Why a run ended as it did, step by step: what was read, what was dropped, which gate closed, why then again. */
export const ExplanationBody = Schema.Struct({
  execution_id: wireId,
  task_id: wireId,
  status: ExecutionStatusSchema,
  verdict: Schema.NullOr(Verdict),
  notified: Schema.Boolean,
  next_run: Schema.NullOr(wireInstant),
  trace: Schema.Array(TraceStep)
}).annotate({ identifier: "Explanation" })
export type ExplanationBody = typeof ExplanationBody.Type
