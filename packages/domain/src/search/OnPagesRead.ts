import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Page } from "../ports/PageReader.ts"

/**
 * Who is told of the pages that a judgement is made on. `readPages` tells; whoever keeps texts listens. Beside the judgement and not in
 * it: a page may be two megabytes, and a judgement is stored with its execution.
 */
export const OnPagesRead = Context.Reference<(pages: ReadonlyArray<Page>) => Effect.Effect<void>>(
  "@vedette/domain/search/OnPagesRead",
  { defaultValue: () => () => Effect.void }
)
