import type * as DateTime from "effect/DateTime"

/** What a handler answers, beside the body. */
export interface Answer<R> {
  readonly body: R
  /** Another status than the route's own, where the body stays the same. */
  readonly status?: number
  /** The version behind an `ETag`. */
  readonly version?: number
  /** When what is answered last changed, for `Last-Modified` and `If-Modified-Since`. */
  readonly lastModified?: DateTime.Utc
  /** Shown in this answer only: kept out of what the `ETag` stands for, and out of every cache. */
  readonly secret?: Partial<R>
  readonly total?: number
  /** The cursor of the next page, where there is one. */
  readonly next?: string | undefined
}
