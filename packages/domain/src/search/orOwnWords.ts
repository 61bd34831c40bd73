import * as Effect from "effect/Effect"
import type { Plan, Question } from "../ports/Planner.ts"
import type { SearchError } from "../ports/Search.ts"
import { noUsage } from "./Judgement.ts"

const maxQueryLength = 300

/** A plan decides nothing: where a model cannot write one the owner's own words are the query, and the attempt is paid for all the same. */
export const orOwnWords = ({ searchQuery }: Question) => (plan: Effect.Effect<Plan, SearchError>): Effect.Effect<Plan, SearchError> =>
  Effect.catch(plan, (error) =>
    error.reason._tag === "SearchAnswerUnusable"
      ? Effect.succeed({ queries: [searchQuery.replace(/\s+/gu, " ").trim().slice(0, maxQueryLength)], usage: error.usage ?? noUsage })
      : Effect.fail(error))
