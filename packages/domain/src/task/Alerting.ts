import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const timeOfDay = Schema.String.check(Schema.isPattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/))

/** Hours in which nobody is told, by a clock on a wall: `from` to `to`, past midnight where `to` is earlier. */
export const QuietHours = Schema.Struct({
  from: timeOfDay,
  to: timeOfDay,
  /** IANA, such as `Europe/Berlin`. */
  timeZone: Schema.String
})
export type QuietHours = typeof QuietHours.Type

/** What the owner wants to be told of, and when. */
export const Alerting = Schema.Struct({
  /** Confidence from which they are told, 0..100; null: the server's. */
  threshold: Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))),
  /** Sites whose quotes must support it. Two pages of one site are one. */
  sourcesRequired: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 })),
  /**
   * `met`: when the condition is. `new_evidence`: also when there is something new to read about a condition that nobody judges, which
   * is for the owner to judge then.
   */
  notifyOn: Schema.Literals(["met", "new_evidence"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("met" as const))),
  quietHours: Schema.NullOr(QuietHours).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export type Alerting = typeof Alerting.Type

export const plainAlerting: Alerting = { threshold: null, sourcesRequired: 1, notifyOn: "met", quietHours: null }
