import type { Search, SearchRequest } from "@vedette/domain"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** A search under test and the web it looks at, in the suite's hands: five questions whose right answers are known. */
export class SearchSubject extends Context.Service<SearchSubject, {
  readonly search: Search["Service"]
  /** Its sources can be read, and what they say meets the condition. */
  readonly met: SearchRequest
  /** Its sources can be read, and what they say does not meet the condition. */
  readonly notMet: SearchRequest
  /** None of its sources can be read. */
  readonly unreadable: SearchRequest
  /**
   * One source can be read and does not meet the condition; `unread` cannot be read, and what its body says would
   * meet it (an error page, a login wall).
   */
  readonly partly: SearchRequest
  readonly unread: string
  /** Its source accepts the connection and never answers. */
  readonly hanging: SearchRequest
  /** What a reader sees at `uri`, or null where nothing can be read. */
  readonly textOf: (uri: string) => string | null
  /** Requests to the web in progress. */
  readonly open: Effect.Effect<number>
}>()("@vedette/testkit/SearchSubject") {}
