import {
  type Judgement,
  noUsage,
  type Search,
  SearchAnswerUnusable,
  SearchError,
  SearchMisconfigured,
  SearchRateLimited,
  type SearchReason,
  SearchTimedOut,
  SearchUnavailable,
  type Usage
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Judging } from "../check/Company.ts"
import type { PageTurn, Plan } from "../plan/Plan.ts"
import type { Door } from "./Door.ts"
import { turnAt } from "./turnAt.ts"

export const pageUrl = (page: string): string => `https://${page}.example/`
/** As it compiles to a typed condition, or as only a model can judge it. */
export const conditionOf = (limit: number, byModel: boolean): string =>
  byModel ? `Somebody who has ${limit} EUR, and not more, would be glad of the offer` : `the price is below ${limit} EUR`

const limitOf = (condition: string): number => Number(/\d+/.exec(condition)?.[0] ?? 0)

const reasonOf = (fails: Exclude<PageTurn["fails"], "breaks" | null>): SearchReason => {
  switch (fails) {
    case "rate_limit":
      return new SearchRateLimited({ message: "The page asks to come back later.", retryAfterMs: 90_000 })
    case "timeout":
      return new SearchTimedOut({ message: "The page took too long." })
    case "network":
      return new SearchUnavailable({ message: "The page does not answer." })
    case "agent_error":
      return new SearchAnswerUnusable({ message: "The answer rests on nothing." })
    case "user_error":
      return new SearchMisconfigured({ message: "The page is gone." })
  }
}

/** Less than a run may cost, and never the same twice in a row. */
const usageOf = (nowMs: number): Usage => ({ ...noUsage, modelCalls: 1, tokens: 300 + Math.floor(nowMs / 1_000) % 700 })

const judged = (uri: string, price: number, limit: number, readAt: DateTime.Utc, byModel: boolean): Judgement => {
  const verdict = price < limit ? "met" : "not_met"
  const text = `Price: ${price}.00 EUR`
  return {
    verdict,
    judged: byModel ? "model" : "typed",
    confidence: 95,
    answer: `It costs ${price}.00 EUR.`,
    evidence: text,
    quotes: [{ text, uri, verified: true, readAt, pageHash: "0".repeat(64), passage: text }],
    sources: [{ uri, title: "A kettle" }],
    observations: [
      { term: `price("${uri}")`, kind: "price", value: price, unit: "EUR", uri, verdict, distance: (price - limit) / limit }
    ],
    topic: "A kettle",
    model: null,
    expectedAt: null,
    nextDateAt: null,
    degraded: [],
    usage: byModel ? usageOf(readAt.epochMilliseconds) : noUsage,
    trace: []
  }
}

export interface SearchParts {
  readonly plan: Plan
  readonly startMs: number
  readonly nowMs: () => number
  readonly door: Door
  readonly onModel: () => void
  /** Around each judgement, from its beginning to whatever end. */
  readonly judging: Judging
  /** The process has died of what it has read, and is started again so long after. */
  readonly onKilled: (backAfterMs: number) => void
}

/** The search side of one process: pages are what the plan says, and are judged without being read. */
export const simulatedSearch = ({ door, judging, nowMs, onKilled, onModel, plan, startMs }: SearchParts): Search["Service"] => ({
  judge: (request) => {
    const read = Effect.suspend(() => {
      const uri = request.sources[0] ?? ""
      const byModel = request.condition === null
      if (byModel) onModel()
      const turn = turnAt(plan.pages[new URL(uri).hostname.replace(/\.example$/, "")] ?? [], nowMs() - startMs)
      const answer = (): Effect.Effect<Judgement, SearchError> => {
        const { fails, killsForMs } = turn
        if (killsForMs !== null) return Effect.andThen(Effect.sync(() => onKilled(killsForMs)), Effect.never)
        if (fails === "breaks") return Effect.die(new Error("a bug in the search"))
        if (fails !== null) return Effect.fail(new SearchError({ reason: reasonOf(fails), ...byModel ? { usage: usageOf(nowMs()) } : {} }))
        return Effect.succeed(judged(uri, turn.price, limitOf(request.conditionDescription), DateTime.makeUnsafe(nowMs()), byModel))
      }
      return Effect.delay(Effect.sync(answer), Duration.millis(turn.tookMs))
    })
    // What has come in is made of by the process: one that is dead by then makes nothing of it, and one that stands still later.
    return judging(Effect.flatten(door.request("page", read)))
  }
})
