import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Page, PageReader, PageReaderError } from "../ports/PageReader.ts"
import { SearchError } from "../ports/Search.ts"
import { maxUrls } from "./namedUrls.ts"
import { OnPagesRead } from "./OnPagesRead.ts"
import type { NeededPage } from "./placesOf.ts"
import { unreadReason } from "./unreadReason.ts"

/** Pages read at a time: enough that ten fit into a run, few enough not to be a burst on a site that all of them are on. */
const concurrency = 4

export interface PagesRead {
  readonly pages: ReadonlyArray<Page>
  readonly failed: ReadonlyArray<{ readonly url: string; readonly why: string }>
}

/** Reads what is needed. One page that fails is told in `failed`; when all of them do, nothing can be judged. */
export const readPages = Effect.fnUntraced(function*(
  reader: PageReader["Service"],
  needed: ReadonlyArray<NeededPage>
) {
  const results = yield* Effect.forEach(needed.slice(0, maxUrls), (request) => Effect.result(reader.read(request)), { concurrency })
  const failures: ReadonlyArray<PageReaderError> = results.filter(Result.isFailure).map((result) => result.failure)
  const pages = results.filter(Result.isSuccess).map((result) => result.success)
  if (pages.length === 0) return yield* new SearchError({ reason: unreadReason(failures) })
  yield* (yield* OnPagesRead)(pages)
  const read: PagesRead = {
    pages,
    failed: [
      ...failures.map((failure) => ({ url: failure.url, why: failure.message })),
      ...needed.slice(maxUrls).map(({ url }) => ({ url, why: `only ${maxUrls} pages are read in one run` }))
    ]
  }
  return read
})
