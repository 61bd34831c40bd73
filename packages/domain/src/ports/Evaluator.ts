import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { Usage } from "../search/Judgement.ts"
import type { ModelAnswer } from "../search/model/ModelAnswer.ts"
import type { Question } from "./Planner.ts"
import type { Passage } from "./Retriever.ts"
import type { RunBudget, SearchError } from "./Search.ts"

/** What is judged. Nothing of an owner's memory is in it, so that two owners who ask the same may share the answer. */
export interface EvaluationRequest {
  readonly question: Question
  readonly passages: ReadonlyArray<Passage>
  readonly now: DateTime.Utc
  /** What is left of the run's budget. */
  readonly budget: RunBudget
}

export interface Evaluated {
  readonly answer: ModelAnswer
  readonly usage: Usage
}

/**
 * Asks a model whether passages meet a condition.
 *
 * Laws
 * - The model gets no tools and no secrets: the question, the passages between fences that nobody can guess, and the day.
 * - The answer fits `ModelAnswer`, or the effect fails with `SearchAnswerUnusable`; it is never guessed from a broken one.
 * - A call that the budget does not allow is not made.
 * - Interrupting the effect ends its request.
 */
export class Evaluator extends Context.Service<Evaluator, {
  /** The model, as its server calls it. */
  readonly model: string
  readonly promptVersion: string
  readonly evaluate: (request: EvaluationRequest) => Effect.Effect<Evaluated, SearchError>
}>()("@vedette/domain/ports/Evaluator") {}
