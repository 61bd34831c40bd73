import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ExecutionId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/** A page whose text a quote of an execution stands in. */
export interface CitedPage {
  readonly executionId: ExecutionId
  /** As the quote names it. */
  readonly url: string
  /** SHA-256 of `text`, hex. */
  readonly hash: string
  readonly text: string
  readonly readAt: DateTime.Utc
}

/** What is known of a kept page without its text. */
export interface KeptPage {
  readonly url: string
  readonly hash: string
  readonly readAt: DateTime.Utc
  /** Of the text in UTF-8, uncompressed. */
  readonly bytes: number
}

/**
 * The full texts of the pages that executions cite, kept for a while, so that an alert can be checked after a page has changed.
 *
 * Laws
 * - A text is found through the executions that cite it and through no other, as it was given, with the URL and the instant of their
 *   own read. That another execution cites the same text shows nowhere.
 * - A text is stored once, whoever cites it and however often; keeping a page again changes nothing but `readAt`, to the later one.
 * - A page of an execution that is not there is not kept, and keeps no other from being kept.
 * - With its task an execution is gone, and with it its pages.
 * - Pruning drops what was read before, then texts that nothing cites any more; what is cited since stays.
 */
export class PageArchive extends Context.Service<PageArchive, {
  readonly keep: (pages: ReadonlyArray<CitedPage>) => Effect.Effect<void, StorageError>
  /** By URL, then hash. */
  readonly list: (executionId: ExecutionId) => Effect.Effect<ReadonlyArray<KeptPage>, StorageError>
  /** Of URLs with the same text the first. */
  readonly read: (
    executionId: ExecutionId,
    hash: string
  ) => Effect.Effect<Option.Option<KeptPage & { readonly text: string }>, StorageError>
  /**
   * One batch, of each at most `limit`; answers how many rows it dropped, 0 where there is nothing left to drop. A text that nothing
   * cites is left alone until it was last read before `uncitedBefore`: it may be on its way to be cited.
   */
  readonly prune: (
    batch: { readonly readBefore: DateTime.Utc; readonly uncitedBefore: DateTime.Utc; readonly limit: number }
  ) => Effect.Effect<number, StorageError>
}>()("@vedette/domain/ports/PageArchive") {}
