import * as Schema from "effect/Schema"
import { Verdict } from "../Judgement.ts"

/**
 * A sentence that the model copied from a passage. `source` is the passage's number as it was shown (`S1`), or null where the
 * model was not shown passages: then the sentence is looked for in every page that was read.
 */
export const ModelQuote = Schema.Struct({ source: Schema.NullOr(Schema.String), text: Schema.String })
export type ModelQuote = typeof ModelQuote.Type

/**
 * All that a model may say: words of ours, sentences of the pages, and numbers of passages. No URL, no free text and no
 * confidence: what it has read may have told it what to write, and none of that reaches an owner.
 */
export const ModelAnswer = Schema.Struct({
  verdict: Verdict,
  /** How the sources say it: as a fact, on somebody else's word, or as a rumour, a plan or a guess. */
  certainty: Schema.Literals(["stated", "reported", "rumoured"]),
  /** For the verdict. */
  quotes: Schema.Array(ModelQuote),
  /** Against it: sources that say otherwise. */
  against: Schema.Array(ModelQuote),
  /** The day on which the sources say it will happen, `2027-03-01`; null where they do not. */
  expected_date: Schema.NullOr(Schema.String)
})
export type ModelAnswer = typeof ModelAnswer.Type

/** The same as JSON Schema 2020-12, for `response_format` and for the prompt. */
export const modelAnswerSchema: Readonly<Record<string, unknown>> =
  Schema.toJsonSchemaDocument(ModelAnswer, { onExcessProperty: "error" }).schema
