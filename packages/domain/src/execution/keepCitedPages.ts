import * as Effect from "effect/Effect"
import { PageArchive } from "../ports/PageArchive.ts"
import type { FinishedRun } from "./Run.ts"

/**
 * Keeps the pages that these runs cite. To be done right before they are settled: then what is settled is kept, and a run that is lost in
 * between is made again, with pages of its own. Pages that only a lost try has cited are shown to nobody (`listKeptPages`).
 */
export const keepCitedPages = Effect.fn("keepCitedPages")(function*(finished: ReadonlyArray<FinishedRun>) {
  const pages = finished.flatMap(({ outcome, run }) =>
    outcome._tag === "Judged" ? (outcome.cited ?? []).map((page) => ({ ...page, executionId: run.execution.id })) : []
  )
  if (pages.length > 0) yield* (yield* PageArchive).keep(pages)
})
