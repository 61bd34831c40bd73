import type * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"

/** What a condition is judged on. Plain data: the same facts give the same evaluation. */
export interface EvaluationFacts {
  /** The task's own sources: what `page`, and a term without a place, stand for. */
  readonly sources: ReadonlyArray<string>
  /** What could be read, found by `url`. A page counts only where the condition or the sources name it. */
  readonly pages: ReadonlyArray<Page>
  /** What could not, and why. Never evidence. */
  readonly failed: ReadonlyArray<{ readonly url: string; readonly why: string }>
  readonly known: KnownState
  /** Since when somebody watches: an entry of a feed that is older is no news to them. Absent or null: nobody does, and any entry counts. */
  readonly since?: DateTime.Utc | null
  /** The task's query: what names the thing that a term without `of` is about. Absent: nothing does. */
  readonly about?: string | null
  /** The condition in the owner's own words. They tell a deadline that is asked for from one that is not. */
  readonly description?: string
}
