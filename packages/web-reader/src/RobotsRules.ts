import type { HttpFetch } from "@vedette/domain"
import * as Cache from "effect/Cache"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { decodeText } from "./decodeText.ts"
import { parseRobots } from "./parseRobots.ts"

/** An hour is well within the day that RFC 9309 allows, and soon enough for a site's owner who just wrote a rule. */
const timeToLive = "1 hour"
/** Origins remembered. */
const capacity = 1_000
/** Of the rules of all origins, in characters. Real ones are a few kB; some ten times as much memory is taken once they are parsed. */
const maxKept = 4_000_000
/** What an origin with the shortest rules counts, so that not too many of these are remembered either. */
const leastSize = 1_000
/** RFC 9309 asks for at least 500 kB; rules beyond it are not read. */
const maxBytes = 500_000
/** A page has 10 s of its own; a site that cannot say its rules in 3 s has not forbidden anything. */
const timeoutMs = 3_000

/** Whether a site's robots.txt lets `agent` read a URL. A site without one, or whose cannot be had, allows everything. */
export const makeRobotsRules = Effect.fnUntraced(function*(http: HttpFetch["Service"], userAgent: string) {
  // Rules name the product (`Vedette`), not its version and comment.
  const product = userAgent.split(/[\s/]/)[0] ?? userAgent

  const lookup = Effect.fnUntraced(function*(origin: string) {
    const url = `${origin}/robots.txt`
    const answer = yield* http.fetch({
      url,
      headers: { "user-agent": userAgent, accept: "text/plain" },
      maxRedirects: 3,
      maxBytes,
      onTooLarge: "truncate",
      timeoutMs
    })
    if (answer.status !== 200) return null
    const text = decodeText(answer.body, answer.headers["content-type"] ?? "")
    return { rules: parseRobots(url, text), size: Math.max(text.length, leastSize) }
  })
  const rulesOf = (origin: string) => lookup(origin).pipe(Effect.orElseSucceed(() => null))

  // Whoever has a domain has any number of origins, and may give each the longest rules that are read.
  const sizes = new Map<string, number>()
  let kept = 0
  const forget = (origin: string) => {
    kept -= sizes.get(origin) ?? 0
    sizes.delete(origin)
  }
  /** Those asked for longest ago, until the others have room. */
  const makeRoom = Effect.fnUntraced(function*(origin: string, size: number) {
    if (sizes.get(origin) === size) return
    forget(origin)
    sizes.set(origin, size)
    kept += size
    for (const [oldest] of sizes) {
      if (kept <= maxKept) break
      forget(oldest)
      yield* Cache.invalidate(cache, oldest)
    }
  })
  const cache = yield* Cache.makeWith(rulesOf, {
    capacity,
    timeToLive: (exit) => Exit.isSuccess(exit) ? timeToLive : 0
  })

  return {
    isAllowed: (url: URL): Effect.Effect<boolean> =>
      Cache.get(cache, url.origin).pipe(
        Effect.tap((known) => known === null ? Effect.void : makeRoom(url.origin, known.size)),
        Effect.map((known) => known?.rules.isDisallowed(url.href, product) !== true)
      )
  }
})
