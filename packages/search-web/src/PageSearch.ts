import {
  addUsage,
  judgeTyped,
  type Judgement,
  namedUrls,
  noUsage,
  PageReader,
  pageSubject,
  type PagesRead,
  parseCondition,
  placesOf,
  readPages,
  Search,
  SearchError,
  SearchMisconfigured,
  type SearchRequest,
  SearchTimedOut,
  subjectOf,
  WebSearch
} from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { leadsJudgement } from "./leadsJudgement.ts"
import { rankPassages } from "./rankPassages.ts"

type Finder = WebSearch["Service"] | null

const counted = (judgement: Judgement, { pages }: PagesRead): Judgement => ({
  ...judgement,
  usage: { ...judgement.usage, pages: pages.length, bytes: pages.reduce((sum, page) => sum + (page.bytes ?? 0), 0) }
})

/** With the search that found its pages, at what the engine takes for it. */
const searched = (judgement: Judgement, finder: Finder): Judgement => ({
  ...judgement,
  usage: addUsage(judgement.usage, { ...noUsage, searches: 1, costMicroUsd: finder?.costMicroUsd ?? null })
})

/** URLs are where to look and not what to look for: `https` and `html` stand in no passage. */
const withoutUrls = (text: string): string => text.replace(/https?:\/\/\S+/giu, " ")

/** An error and no judgement: a task that can never be judged must not look healthy. */
const nothingNamed = () =>
  new SearchError({
    reason: new SearchMisconfigured({ message: "No page to read is named. Add the page's URL to `sources` or to the query." })
  })

const nothingRead: PagesRead = { pages: [], failed: [] }

/** Pages that a search found, and that are read for one question. */
const maxFound = 6

/** The pages that the question names, else those that a search finds, if there is one. */
const whereToLook = Effect.fnUntraced(function*(finder: Finder, request: SearchRequest) {
  const named = namedUrls(request)
  if (named.length > 0 || finder === null) return { urls: named, isFound: false }
  const hits = yield* finder.search({ query: withoutUrls(request.searchQuery), limit: maxFound })
  return { urls: hits.map(({ url }) => url), isFound: true }
})

/** Nobody named these pages: only those that are about the thing asked for can say something of it. */
const relevantOf = (read: PagesRead, about: string): PagesRead => {
  const subject = subjectOf(about)
  const isRelevant = (page: PagesRead["pages"][number]) => subject !== null && pageSubject(page, subject) === "same"
  return { pages: read.pages.filter(isRelevant), failed: read.failed }
}

const judgeCondition = Effect.fnUntraced(function*(reader: PageReader["Service"], finder: Finder, request: SearchRequest, text: string) {
  const parsed = parseCondition(text)
  if (Result.isFailure(parsed)) {
    const message = `The condition cannot be read: ${parsed.failure.message}`
    return yield* new SearchError({ reason: new SearchMisconfigured({ message }) })
  }
  const about = withoutUrls(request.searchQuery)
  // A condition that names all of its pages needs no other.
  const own = placesOf(parsed.success, namedUrls(request))
  const { isFound, urls } = own.length > 0 ? { urls: namedUrls(request), isFound: false } : yield* whereToLook(finder, request)
  const needed = placesOf(parsed.success, urls)
  if (needed.length === 0 && !isFound) return yield* nothingNamed()
  // That a search finds nothing is an answer: what is waited for may not be there yet.
  const read = needed.length === 0 ? nothingRead : yield* readPages(reader, needed)
  const usable = isFound ? relevantOf(read, about) : read
  const sources = isFound ? usable.pages.map((page) => page.url) : urls
  const judgement = counted(judgeTyped(parsed.success, { sources, ...usable, known: request.known, since: request.since ?? null, about, description: request.conditionDescription }), read)
  return isFound
    ? {
      ...searched(judgement, finder),
      trace: [{ step: "search", detail: `${urls.length} pages found, ${usable.pages.length} of them about it` }, ...judgement.trace]
    }
    : judgement
})

const findLeads = Effect.fnUntraced(function*(reader: PageReader["Service"], finder: Finder, request: SearchRequest) {
  const { isFound, urls } = yield* whereToLook(finder, request)
  if (urls.length === 0 && !isFound) return yield* nothingNamed()
  const read = urls.length === 0 ? nothingRead : yield* readPages(reader, urls.map((url) => ({ url, selectors: [] })))
  const leads = yield* rankPassages(withoutUrls(`${request.searchQuery} ${request.conditionDescription}`), read.pages)
  const judgement = counted(leadsJudgement(request.conditionDescription, leads, read), read)
  return isFound ? searched(judgement, finder) : judgement
})

const timedOut = () =>
  Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "The pages were not read within the time of the run." }) }))

/**
 * `Search` without key or model: reads the pages that a task names and judges its typed condition on them. A condition in free
 * text is not judged; what the pages say about it is quoted. Where a `WebSearch` is provided, a task that names no page is judged on
 * what it finds, of which only pages about the thing asked for count.
 */
const layer: Layer.Layer<Search, never, PageReader> = Layer.effect(
  Search,
  Effect.gen(function*() {
    const reader = yield* PageReader
    const finder = Option.getOrNull(yield* Effect.serviceOption(WebSearch))
    return Search.of({
      judge: Effect.fn("PageSearch.judge")(function*(request) {
        const left = DateTime.toEpochMillis(request.deadline) - (yield* Clock.currentTimeMillis)
        if (left <= 0) return yield* timedOut()
        const judging = request.condition === null
          ? findLeads(reader, finder, request)
          : judgeCondition(reader, finder, request, request.condition)
        return yield* judging.pipe(Effect.timeoutOrElse({ duration: left, orElse: timedOut }))
      })
    })
  })
)

export const PageSearch = { layer }
