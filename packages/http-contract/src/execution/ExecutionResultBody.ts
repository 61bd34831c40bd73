import { JudgedBy, Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { wireInstant } from "../field/wireInstant.ts"

const fact = Schema.Union([Schema.Finite, Schema.String, Schema.Boolean])

export const ObservationBody = Schema.Struct({
  term: Schema.String,
  kind: Schema.String,
  value: fact,
  unit: Schema.NullOr(Schema.String),
  uri: Schema.String,
  verdict: Verdict,
  distance: Schema.NullOr(Schema.Finite)
}).annotate({ identifier: "Observation" })

export const QuoteBody = Schema.Struct({
  text: Schema.String,
  uri: Schema.String,
  verified: Schema.Boolean,
  read_at: wireInstant,
  page_hash: Schema.String,
  passage: Schema.String
}).annotate({ identifier: "Quote" })

export const UsageBody = Schema.Struct({
  pages: Schema.Int,
  searches: Schema.Int,
  model_calls: Schema.Int,
  tokens: Schema.Int,
  bytes: Schema.Int,
  cost_micro_usd: Schema.NullOr(Schema.Int)
}).annotate({ identifier: "Usage" })

/** The model that judged, and the wording that it was asked with. */
export const JudgingModelBody = Schema.Struct({ name: Schema.String, prompt_version: Schema.String }).annotate({ identifier: "JudgingModel" })

/** What a run found, met or not. The first three fields are the first clients' promise. */
export const ExecutionResultBody = Schema.Struct({
  evidence: Schema.String,
  /** 0..100. */
  confidence: Schema.Int,
  sources: Schema.Array(Schema.String),
  verdict: Verdict,
  judged: JudgedBy,
  quotes: Schema.Array(QuoteBody),
  observations: Schema.Array(ObservationBody),
  answer: Schema.String,
  reasoning: Schema.String,
  change_summary: Schema.NullOr(Schema.String),
  next_run: Schema.NullOr(wireInstant),
  usage: UsageBody,
  model: Schema.NullOr(JudgingModelBody)
}).annotate({ identifier: "ExecutionResult" })
