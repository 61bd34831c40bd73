import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SearchError } from "./Search.ts"

/** One result of a search engine. `title` and `snippet` are strangers' text: for choosing what to read, never evidence. */
export interface WebHit {
  readonly url: string
  readonly title: string
  readonly snippet: string
}

/**
 * Finds pages by words.
 *
 * Laws
 * - Hits are `http` or `https` URLs without credentials, each once, best first, at most `limit` of them.
 * - Nothing found is an empty list, and only that: an engine that could not look, that fails or refuses is a `SearchError`, whose reason
 *   tells a limit that passes (`SearchRateLimited`) from a key or a plan that somebody has to mend (`SearchMisconfigured`).
 * - No message repeats the key.
 * - Interrupting the effect ends its request.
 */
export class WebSearch extends Context.Service<WebSearch, {
  /** What one search costs, millionths of a US dollar; 0 for an engine of one's own, null where it is not known. */
  readonly costMicroUsd: number | null
  readonly search: (wanted: { readonly query: string; readonly limit: number }) => Effect.Effect<ReadonlyArray<WebHit>, SearchError>
}>()("@vedette/domain/ports/WebSearch") {}
