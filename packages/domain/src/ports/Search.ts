import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Judgement, Usage } from "../search/Judgement.ts"
import type { KnownState } from "../task/KnownState.ts"

/** The question of a task, as the search side may see it. No owner, no channels, no context. */
export interface SearchRequest {
  readonly searchQuery: string
  readonly conditionDescription: string
  /** The typed condition in its text form, or null where the description is free text. */
  readonly condition: string | null
  /** URLs the task names. */
  readonly sources: ReadonlyArray<string>
  readonly known: KnownState
  /** Since when the task watches: an entry of a feed that is older is no news. Left out: nobody watches, and any entry counts. */
  readonly since?: DateTime.Utc | null
  /** Evidence of up to five earlier good runs, newest first. */
  readonly earlierFindings: ReadonlyArray<string>
  readonly now: DateTime.Utc
  /** The judgement is wanted by this instant. */
  readonly deadline: DateTime.Utc
  /** What this run may cost; left out, or null in a field: no cap. */
  readonly budget?: RunBudget
}

/** Caps on one run. */
export interface RunBudget {
  readonly tokens: number | null
  readonly microUsd: number | null
}

/** The web or a model asked us to come back later. */
export class SearchRateLimited extends Schema.TaggedError<SearchRateLimited>()("SearchRateLimited", {
  message: Schema.String,
  retryAfterMs: Schema.NullOr(Schema.Finite)
}) {
  readonly category = "rate_limit" as const
}
/** No judgement within the time allowed. */
export class SearchTimedOut extends Schema.TaggedError<SearchTimedOut>()("SearchTimedOut", { message: Schema.String }) {
  readonly category = "timeout" as const
  readonly retryAfterMs = null
}
/** None of the sources, or no model, could be reached. */
export class SearchUnavailable
  extends Schema.TaggedError<SearchUnavailable>()("SearchUnavailable", { message: Schema.String })
{
  readonly category = "network" as const
  readonly retryAfterMs = null
}
/** The answer was malformed or rested on nothing. */
export class SearchAnswerUnusable extends Schema.TaggedError<SearchAnswerUnusable>()("SearchAnswerUnusable", {
  message: Schema.String,
  /** Nothing was answered: the model does not take a question in this form. */
  isRefusal: Schema.optionalKey(Schema.Boolean)
}) {
  readonly category = "agent_error" as const
  readonly retryAfterMs = null
}
/** Only the user can mend it: a gone source, a bad key, a malformed condition. */
export class SearchMisconfigured
  extends Schema.TaggedError<SearchMisconfigured>()("SearchMisconfigured", { message: Schema.String })
{
  readonly category = "user_error" as const
  readonly retryAfterMs = null
}

export const SearchReason = Schema.Union([
  SearchRateLimited,
  SearchTimedOut,
  SearchUnavailable,
  SearchAnswerUnusable,
  SearchMisconfigured
])
export type SearchReason = typeof SearchReason.Type

/** No judgement could be made. `reason.category` decides the retries (`execution/retryPolicy.ts`). */
export class SearchError extends Schema.TaggedError<SearchError>()("SearchError", {
  reason: SearchReason,
  /** What was spent on the way; left out where nothing was, and by `SearchTimedOut` where nobody knows: a budget counts all of it then. */
  usage: Schema.optionalKey(Usage)
}) {
  override get message(): string {
    return this.reason.message
  }
  get isRetryable(): boolean {
    return this.reason.category !== "user_error"
  }
}

/**
 * Judges a condition on evidence.
 *
 * Laws
 * - Says nothing about notifying or scheduling.
 * - `met` only with at least one verified quote and one source.
 * - A source that could not be read is never evidence; when none could be read the answer is a `SearchError`.
 * - Every `verified` quote is in the text read from its `uri`.
 * - A verified quote comes with the instant and the hash of the read, and the passage around it, at most 600 characters.
 * - The pages that verified quotes stand in are told to `OnPagesRead`, as `readPages` does.
 * - Interrupting the effect ends its requests.
 */
export class Search extends Context.Service<Search, {
  readonly judge: (request: SearchRequest) => Effect.Effect<Judgement, SearchError>
}>()("@vedette/domain/ports/Search") {}
