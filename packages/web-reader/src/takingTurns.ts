import type { HttpFetch } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/** Where a host could be asked from: scheme and port apart it is one machine. A URL that is none has none. */
const hostOf = (url: string): string => URL.canParse(url) ? new URL(url).hostname.toLowerCase() : ""

/**
 * The way out with at most `perHost` requests under way to one host: a site that many tasks watch is read page by page
 * and not by all of them at once. Who waits loses nothing of the request's own time. A redirect elsewhere counts for the
 * host that sent it.
 */
export const takingTurns = (http: HttpFetch["Service"], perHost: number): HttpFetch["Service"] => {
  // Hosts are forgotten when nobody asks them, so that years of different pages do not add up.
  const turns = new Map<string, { readonly places: Semaphore.Semaphore; users: number }>()

  const enter = (host: string) =>
    Effect.sync(() => {
      const turn = turns.get(host) ?? { places: Semaphore.makeUnsafe(perHost), users: 0 }
      turn.users += 1
      turns.set(host, turn)
      return turn
    })
  const leave = (host: string) =>
    Effect.sync(() => {
      const turn = turns.get(host)
      if (turn !== undefined && (turn.users -= 1) === 0) turns.delete(host)
    })

  return {
    check: http.check,
    fetch: (request) => {
      const host = hostOf(request.url)
      return Effect.acquireUseRelease(
        enter(host),
        ({ places }) => places.withPermit(http.fetch(request)),
        () => leave(host)
      )
    }
  }
}
