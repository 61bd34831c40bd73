import type { OutgoingRequest, SearchReason, WebHit } from "@vedette/domain"
import type * as Option from "effect/Option"

/** What an answer looked like: enough to tell why it was refused. */
export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One search engine's API: pure. What all of them share (the way out, time, statuses, cleaning) is in `providerSearch`. */
export interface Provider {
  /** What the owner reads in a message: `Brave Search`. */
  readonly name: string
  /** As it was set, without a path of the API. */
  readonly baseUrl: string
  readonly request: (query: string, limit: number) => OutgoingRequest
  /** The hits in the body of a successful answer, parsed as JSON; `none` where it has not the documented form. */
  readonly hits: (json: unknown) => Option.Option<ReadonlyArray<WebHit>>
  /** What an answer without hits says beside it: why it is no answer; null: nothing was found. Left out: such an answer always means that. */
  readonly unanswered?: (json: unknown) => SearchReason | null
  /** A refusal that this API tells otherwise than by the usual meaning of its status; null: it means the usual. `now` in epoch milliseconds. */
  readonly refusal: (answer: Refusal, now: number) => SearchReason | null
}
