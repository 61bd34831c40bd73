import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { Usage } from "../search/Judgement.ts"
import type { SearchError } from "./Search.ts"

/** The owner's own words: the only text that a planner sees. */
export interface Question {
  readonly searchQuery: string
  readonly conditionDescription: string
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
 * - One to three queries, each a non-blank line of at most 300 characters.
 */
export class Planner extends Context.Service<Planner, {
  readonly plan: (question: Question, now: DateTime.Utc) => Effect.Effect<Plan, SearchError>
}>()("@vedette/domain/ports/Planner") {}
