import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"
import { Observation, Verdict } from "../search/Judgement.ts"

/** A fact the owner has been told. Telling is by fact, not by URL or wording. */
export const ToldFact = Schema.Struct({
  /** `term` of the observation, or `quote` for a fact that only a quote carries. */
  term: Schema.String,
  value: Schema.Union([Schema.Finite, Schema.String, Schema.Boolean]),
  /**
   * `state`: something the page can stop saying (a price, a stock level); forgotten once the condition was seen false,
   * so that it can be told again. `event`: something that happened; never forgotten.
   */
  kind: Schema.Literals(["state", "event"]),
  toldAt: Instant,
  /** Of an entry: where it was read, and its id there. */
  entry: Schema.optionalKey(Schema.Struct({ id: Schema.String, uri: Schema.String }))
})
export type ToldFact = typeof ToldFact.Type

/** What a task remembers from run to run. */
export const KnownState = Schema.Struct({
  verdict: Schema.NullOr(Verdict),
  evidence: Schema.NullOr(Schema.String),
  /** The observations of the last good run: one per term, and one per entry that was news. */
  observations: Schema.Array(Observation),
  told: Schema.Array(ToldFact),
  /** Runs in a row that saw the condition false. Two re-arm it. */
  falseReads: Schema.Int,
  /** Fingerprints of the passages that a model judged last; empty where none did. */
  judgedPassages: Schema.Array(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Since when its question is as it is, where that is later than the task's creation: what was published before is no news. */
  since: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export type KnownState = typeof KnownState.Type

export const nothingKnown: KnownState = { verdict: null, evidence: null, observations: [], told: [], falseReads: 0, judgedPassages: [], since: null }
