import { ExecutionStatusSchema, TraceStep, Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"
import { SendBody } from "../notification/SendBody.ts"

const { attempts, error_message, id, notification_type, status } = SendBody.fields

/** What a run owed, in short; the send log has the rest. */
export const ExplainedSendBody = Schema.Struct({ id, notification_type, status, attempts, error_message })
  .annotate({ identifier: "ExplainedSend" })

/** Why a run ended as it did, step by step: what was read, what was dropped, which gate closed, why then again. */
export const ExplanationBody = Schema.Struct({
  execution_id: wireId,
  task_id: wireId,
  status: ExecutionStatusSchema,
  verdict: Schema.NullOr(Verdict),
  /** Telling was decided; `deliveries` says whether it was done. */
  notified: Schema.Boolean,
  deliveries: Schema.Array(ExplainedSendBody),
  next_run: Schema.NullOr(wireInstant),
  trace: Schema.Array(TraceStep)
}).annotate({ identifier: "Explanation" })
export type ExplanationBody = typeof ExplanationBody.Type
