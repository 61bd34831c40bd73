import {
  judgeTyped,
  type Judgement,
  namedUrls,
  PageReader,
  type PagesRead,
  parseCondition,
  placesOf,
  readPages,
  Search,
  SearchError,
  SearchMisconfigured,
  type SearchRequest,
  SearchTimedOut
} from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { leadsJudgement } from "./leadsJudgement.ts"
import { rankPassages } from "./rankPassages.ts"

const counted = (judgement: Judgement, { pages }: PagesRead): Judgement => ({
  ...judgement,
  usage: { ...judgement.usage, pages: pages.length, bytes: pages.reduce((sum, page) => sum + (page.bytes ?? 0), 0) }
})

/** URLs are where to look and not what to look for: `https` and `html` stand in no passage. */
const withoutUrls = (text: string): string => text.replace(/https?:\/\/\S+/giu, " ")

/** An error and no judgement: a task that can never be judged must not look healthy. */
const nothingNamed = () =>
  new SearchError({
    reason: new SearchMisconfigured({ message: "No page to read is named. Add the page's URL to `sources` or to the query." })
  })

const judgeCondition = Effect.fnUntraced(function*(reader: PageReader["Service"], request: SearchRequest, text: string) {
  const parsed = parseCondition(text)
  if (Result.isFailure(parsed)) {
    const message = `The condition cannot be read: ${parsed.failure.message}`
    return yield* new SearchError({ reason: new SearchMisconfigured({ message }) })
  }
  const sources = namedUrls(request)
  const needed = placesOf(parsed.success, sources)
  if (needed.length === 0) return yield* nothingNamed()
  const read = yield* readPages(reader, needed)
  return counted(judgeTyped(parsed.success, { sources, ...read, known: request.known, about: withoutUrls(request.searchQuery) }), read)
})

const findLeads = Effect.fnUntraced(function*(reader: PageReader["Service"], request: SearchRequest) {
  const needed = namedUrls(request).map((url) => ({ url, selectors: [] }))
  if (needed.length === 0) return yield* nothingNamed()
  const read = yield* readPages(reader, needed)
  const leads = yield* rankPassages(withoutUrls(`${request.searchQuery} ${request.conditionDescription}`), read.pages)
  return counted(leadsJudgement(leads, read), read)
})

const timedOut = () =>
  Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "The pages were not read within the time of the run." }) }))

/**
 * `Search` without key or model: reads the pages that a task names and judges its typed condition on them. A condition in free
 * text is not judged; what the pages say about it is quoted.
 */
const layer: Layer.Layer<Search, never, PageReader> = Layer.effect(
  Search,
  PageReader.use((reader) =>
    Effect.succeed(Search.of({
      judge: Effect.fn("PageSearch.judge")(function*(request) {
        const left = DateTime.toEpochMillis(request.deadline) - (yield* Clock.currentTimeMillis)
        if (left <= 0) return yield* timedOut()
        const judging = request.condition === null
          ? findLeads(reader, request)
          : judgeCondition(reader, request, request.condition)
        return yield* judging.pipe(Effect.timeoutOrElse({ duration: left, orElse: timedOut }))
      })
    }))
  )
)

export const PageSearch = { layer }
