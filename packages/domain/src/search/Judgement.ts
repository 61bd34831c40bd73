import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"

/** `unclear` is a right answer: a false alert costs more than a late one. */
export const Verdict = Schema.Literals(["met", "not_met", "unclear"])
export type Verdict = typeof Verdict.Type

/** Who judged: a typed condition, a model, or nobody (leads only; never told). */
export const JudgedBy = Schema.Literals(["typed", "model", "not_judged"])
export type JudgedBy = typeof JudgedBy.Type

export const Source = Schema.Struct({ uri: Schema.String, title: Schema.String })
export type Source = typeof Source.Type

/** A sentence of the page, kept with where and when it was read, so an alert can be checked after the page has changed. */
export const Quote = Schema.Struct({
  text: Schema.String,
  uri: Schema.String,
  /** The text was found in what was read from `uri` (`verifyQuotes`). */
  verified: Schema.Boolean,
  readAt: Instant,
  /** SHA-256 of the page's text as read. */
  pageHash: Schema.String,
  /** The passage around the quote, at most 600 characters. */
  passage: Schema.String
})
export type Quote = typeof Quote.Type

/**
 * A typed fact read from a source.
 *
 * `term` names what was asked (`price("https://…")`): the printed term of the condition with its source resolved.
 * `value` is what was read: a number, a word such as `in_stock`, or a hash for `changed`.
 */
export const Observation = Schema.Struct({
  term: Schema.String,
  kind: Schema.Literals(["price", "value", "availability", "status", "version", "entry", "text", "date", "changed"]),
  value: Schema.Union([Schema.Finite, Schema.String, Schema.Boolean]),
  /** Currency or unit of a number; null where there is none. */
  unit: Schema.NullOr(Schema.String),
  uri: Schema.String,
  /** The truth of the term this was read for, as it stands in the condition: a `not` around it turns it over. */
  verdict: Verdict,
  /** For a number compared with a limit: (value - limit) / |limit|. Null elsewhere. Hysteresis reads it. */
  distance: Schema.NullOr(Schema.Finite),
  /** Which entry of the feed it is: titles come again. */
  entry: Schema.optionalKey(Schema.Struct({ id: Schema.String, publishedAt: Schema.NullOr(Instant) })),
  /** Of a whole page that is watched for changes: the page's `wordsHash`. */
  words: Schema.optionalKey(Schema.String)
})
export type Observation = typeof Observation.Type

export const Usage = Schema.Struct({
  pages: Schema.Int,
  searches: Schema.Int,
  modelCalls: Schema.Int,
  tokens: Schema.Int,
  bytes: Schema.Int,
  /** Millionths of a US dollar; 0 for local work, null where it is not known. */
  costMicroUsd: Schema.NullOr(Schema.Int)
})
export type Usage = typeof Usage.Type
export const noUsage: Usage = { pages: 0, searches: 0, modelCalls: 0, tokens: 0, bytes: 0, costMicroUsd: 0 }

/** The model behind a judgement. */
export const JudgingModel = Schema.Struct({
  /** As its server calls it. */
  name: Schema.String,
  /** Which wording of the questions it was asked (`search/model/prompts`). */
  promptVersion: Schema.String,
  /** Fingerprints of the passages it judged: when a later run finds no other, the model is not asked again. */
  passages: Schema.Array(Schema.String)
})
export type JudgingModel = typeof JudgingModel.Type

/** One line of the decision trace: which step, and what it found, in words. */
export const TraceStep = Schema.Struct({ step: Schema.String, detail: Schema.String })
export type TraceStep = typeof TraceStep.Type

/** What the search side says about a condition. It never says whether to notify or when to look again. */
export const Judgement = Schema.Struct({
  verdict: Verdict,
  judged: JudgedBy,
  /** 0..100, from the kind of evidence, never from similarity. */
  confidence: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 })),
  /** One plain sentence: what was found. It becomes the alert's text when the condition is met. */
  answer: Schema.String,
  /** What the verdict rests on, for the owner. */
  evidence: Schema.String,
  quotes: Schema.Array(Quote),
  sources: Schema.Array(Source),
  observations: Schema.Array(Observation),
  /** A short name for the task, where one is evident. */
  topic: Schema.NullOr(Schema.String),
  /** When the thing is expected, if the evidence says so; tightens the cadence around it. */
  expectedAt: Schema.NullOr(Instant),
  /** When the next of the dates that were read begins or ends: the same words say something else then, so the task is awake for it. */
  nextDateAt: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** What could not be used and why: sources that failed, fields that conflict. */
  degraded: Schema.Array(Schema.String),
  usage: Usage,
  /** Null where no model judged. */
  model: Schema.NullOr(JudgingModel).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  trace: Schema.Array(TraceStep)
})
export type Judgement = typeof Judgement.Type
