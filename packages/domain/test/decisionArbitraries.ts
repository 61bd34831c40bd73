import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { type Judgement, Judgement as JudgementSchema, Observation } from "../src/search/Judgement.ts"
import { plainAlerting } from "../src/task/Alerting.ts"
import { KnownState } from "../src/task/KnownState.ts"
import { Task } from "../src/task/Task.ts"

/** All decisions of the tests are taken at this instant. */
export const now = DateTime.makeUnsafe("2026-01-05T09:00:00.000Z")

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

/** 0 up to, not including, 1. */
export const randomArbitrary = Arbitrary.map(int(0, 999), (n) => n / 1_000)

export const instantArbitrary = Arbitrary.map(
  int(-40 * 24 * 60, 40 * 24 * 60),
  (minutes) => DateTime.add(now, { minutes })
)

// Few terms and values, so that what is read and what was told meet often.
const term = Arbitrary.schema(Schema.Literals(["price(\"https://a.example\")", "text(\"https://a.example\")", "changed"]))
const value = Arbitrary.schema(
  Schema.Union([Schema.Literals([100, 100.5, 103, 90, 0, -90]), Schema.Literals(["in_stock", "sold_out"]), Schema.Boolean])
)

const observation = Arbitrary.all({
  any: Arbitrary.schema(Observation),
  term,
  value,
  distance: Arbitrary.schema(Schema.NullOr(Schema.Literals([-0.5, -0.04, -0.009, 0, 0.009, 0.011, 2])))
}).pipe(Arbitrary.map(({ any, ...chosen }) => ({ ...any, ...chosen })))

const quoteText = Arbitrary.schema(Schema.Literals(["Sold out!", "sold  OUT", "Tickets from Monday.", "…"]))

/** Any judgement the schema admits, its observations and quotes drawn from few values. */
export const judgementArbitrary: Arbitrary.Arbitrary<Judgement> = Arbitrary.all({
  any: Arbitrary.schema(JudgementSchema),
  observations: Arbitrary.array(observation, { maxLength: 3 }),
  texts: Arbitrary.array(quoteText, { maxLength: 3 }),
  verified: Arbitrary.schema(Schema.Boolean),
  sources: Arbitrary.array(Arbitrary.Constant({ uri: "https://a.example", title: "A" }), { maxLength: 1 }),
  expectedAt: instantArbitrary,
  expects: Arbitrary.schema(Schema.Boolean)
}).pipe(Arbitrary.map(({ any, expectedAt, expects, observations, sources, texts, verified }) => ({
  ...any,
  sources,
  observations,
  expectedAt: expects ? expectedAt : null,
  quotes: texts.map((text) => ({
    text,
    uri: "https://a.example",
    verified,
    readAt: now,
    pageHash: "0".repeat(64),
    passage: text
  }))
})))

const knownArbitrary = Arbitrary.all({
  any: Arbitrary.schema(KnownState),
  told: Arbitrary.array(
    Arbitrary.all({
      term,
      value,
      kind: Arbitrary.schema(Schema.Literals(["state", "event"])),
      toldAt: Arbitrary.Constant(now)
    }),
    { maxLength: 3 }
  ),
  observations: Arbitrary.array(observation, { maxLength: 2 }),
  falseReads: int(0, 4)
}).pipe(Arbitrary.map(({ any, ...chosen }) => ({ ...any, ...chosen })))

const seconds = Arbitrary.schema(
  Schema.NullOr(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 30 * 24 * 3_600 })))
)

/** Any task the schema admits, with bounds, deadline and memory in the ranges that matter. */
export const taskArbitrary: Arbitrary.Arbitrary<Task> = Arbitrary.all({
  any: Arbitrary.schema(Task),
  known: knownArbitrary,
  minInterval: seconds,
  maxInterval: seconds,
  lastInterval: seconds,
  deadline: instantArbitrary,
  ends: Arbitrary.schema(Schema.Boolean)
}).pipe(Arbitrary.map(({ any, deadline, ends, known, lastInterval, maxInterval, minInterval }) => ({
  ...any,
  known,
  // The wishes of an owner have tests of their own.
  alerting: plainAlerting,
  lastInterval,
  cadence: { minInterval, maxInterval, deadline: ends ? deadline : null }
})))
