import { ErrorCategory, NotifyMode, TraceStep, Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { GroundingSourceBody } from "../execution/ExecutionBody.ts"
import { ExecutionResultBody } from "../execution/ExecutionResultBody.ts"
import { wireInstant } from "../field/wireInstant.ts"
import { CadenceBody } from "./CadenceBody.ts"

/** One of the three gates between a judgement and an alert: is it true, is it new, is it worth telling. */
export const GateBody = Schema.Struct({ name: Schema.String, open: Schema.Boolean, why: Schema.String })
  .annotate({ identifier: "Gate" })

/** What a draft was understood to ask, what one look at the web found, and whether its owner would be told. */
export const PreviewBody = Schema.Struct({
  /** As the task would be called after this look. */
  name: Schema.String,
  search_query: Schema.String,
  condition_description: Schema.String,
  /** The typed form the server understood; null: free text, which only a model can judge. */
  condition: Schema.NullOr(Schema.String),
  sources: Schema.Array(Schema.String),
  notify: NotifyMode,
  cadence: Schema.NullOr(CadenceBody),
  /** Null where nothing could be judged; `error_message` says why. */
  verdict: Schema.NullOr(Verdict),
  result: Schema.NullOr(ExecutionResultBody),
  grounding_sources: Schema.NullOr(Schema.Array(GroundingSourceBody)),
  /** All gates are open. */
  would_notify: Schema.Boolean,
  /** The sentence that would be told; null where nobody would be. */
  notification: Schema.NullOr(Schema.String),
  gates: Schema.Array(GateBody),
  next_run: Schema.NullOr(wireInstant),
  next_run_reason: Schema.NullOr(Schema.String),
  error_message: Schema.NullOr(Schema.String),
  error_category: Schema.NullOr(ErrorCategory),
  trace: Schema.Array(TraceStep)
}).annotate({ identifier: "Preview" })
export type PreviewBody = typeof PreviewBody.Type
