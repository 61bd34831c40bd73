import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { Usage } from "../search/Judgement.ts"
import type { RunBudget, SearchError } from "./Search.ts"

/** The owner's own words: the only text that a planner sees. */
export interface Question {
  readonly searchQuery: string
  readonly conditionDescription: string
}

export interface PlanRequest {
  readonly question: Question
  readonly now: DateTime.Utc
  /** What is left of the run's budget. */
  readonly budget: RunBudget
}

export interface Plan {
  /** One to three queries for a search engine, the most telling first. */
  readonly queries: ReadonlyArray<string>
  readonly usage: Usage
}

/**
 * Turns a question into queries for a search engine.
 *
 * Laws
 * - It sees the question and the day, and nothing that came from the web.
 * - A call that the budget does not allow is not made.
 * - One to three queries, each a non-blank line of at most 300 characters.
 */
export class Planner extends Context.Service<Planner, {
  readonly plan: (request: PlanRequest) => Effect.Effect<Plan, SearchError>
}>()("@vedette/domain/ports/Planner") {}
