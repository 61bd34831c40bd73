import type { HttpFetch } from "@vedette/domain"
import * as Effect from "effect/Effect"

const redirectHost = "vertexaisearch.cloud.google.com"
const redirectPath = "/grounding-api-redirect/"

/** Google cites by redirects of its own, which name nobody and expire after some days. */
const isGroundingRedirect = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { hostname, pathname, protocol } = new URL(url)
  return protocol === "https:" && hostname === redirectHost && pathname.startsWith(redirectPath)
}

const resolveOne = Effect.fnUntraced(function*(http: HttpFetch["Service"], url: string) {
  if (!isGroundingRedirect(url)) {
    // Google's host with another path or scheme is no page that anybody cites.
    const names = URL.canParse(url) && new URL(url).hostname !== redirectHost
    return names && (yield* Effect.isSuccess(http.check(url))) ? url : null
  }
  // One hop and no further: what stands behind it is read by the reader of pages, with its own rules.
  const answer = yield* Effect.option(http.fetch({ url, maxRedirects: 0, maxBytes: 4_096, onTooLarge: "truncate" }))
  const location = answer._tag === "Some" && answer.value.status >= 300 && answer.value.status < 400
    ? answer.value.headers["location"]
    : undefined
  if (location === undefined || !URL.canParse(location) || isGroundingRedirect(location)) return null
  return (yield* Effect.isSuccess(http.check(location))) ? new URL(location).href : null
})

export interface Citations {
  /** Pages, each once, in the order cited. None of them is a redirect of Google's. */
  readonly urls: ReadonlyArray<string>
  /** Citations that lead nowhere we go. */
  readonly unresolved: number
}

/** Where citations lead, through the guard. What does not resolve is counted and dropped: it could not be checked later either. */
export const resolveCitations = (http: HttpFetch["Service"], cited: ReadonlyArray<string>): Effect.Effect<Citations> =>
  Effect.map(
    Effect.forEach(cited, (url) => resolveOne(http, url), { concurrency: 4 }),
    (resolved) => {
      const urls = [...new Set(resolved.filter((url) => url !== null))]
      return { urls, unresolved: resolved.filter((url) => url === null).length }
    }
  )
