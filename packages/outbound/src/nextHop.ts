import { InvalidUrl, type OutgoingRequest } from "@vedette/domain"
import * as Result from "effect/Result"

/** One request of a chain: what `OutgoingRequest` says, with its target parsed. */
export interface Hop {
  readonly url: URL
  readonly method: NonNullable<OutgoingRequest["method"]>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Caller headers that still go along when a redirect leaves the origin: they describe what can be read, and carry no
 * secret. Everything else may be one (`Authorization`, `Cookie`, a signature, an API key under any name).
 */
const harmless = new Set(["accept", "accept-language", "user-agent"])

/**
 * Where an answer sends us, judged before its URL is (`parseTarget` does that): null when it is not a redirect we follow.
 *
 * - 303, and 301/302 after a POST, turn into a GET without a body, as browsers do.
 * - A body is never carried to another origin: the answer is then the end of the chain, and the caller's to judge.
 * - From https to http is refused: what comes back could have been written by anybody on the way.
 */
export const nextHop = (
  hop: Hop,
  status: number,
  location: string | undefined
): Result.Result<{ readonly url: string; readonly request: Omit<Hop, "url"> } | null, InvalidUrl> => {
  if (!redirects.has(status) || location === undefined) return Result.succeed(null)
  if (!URL.canParse(location, hop.url.href)) return Result.fail(new InvalidUrl({ message: "The redirect is malformed." }))
  const target = new URL(location, hop.url)
  // Judged here, as it came: resolving turns it into a slash, and `parseTarget` would not see it.
  if (location.includes("\\")) return Result.fail(new InvalidUrl({ message: "The redirect contains a backslash." }))
  if (hop.url.protocol === "https:" && target.protocol === "http:") {
    return Result.fail(new InvalidUrl({ message: "The redirect leads from https to http." }))
  }
  const becomesGet = status === 303 || (status < 303 && hop.method === "POST")
  const crosses = target.origin !== hop.url.origin
  if (crosses && !becomesGet && hop.body !== undefined) return Result.succeed(null)
  const kept = Object.entries(hop.headers).filter(([name]) =>
    (!crosses || harmless.has(name)) && !(becomesGet && name.startsWith("content-"))
  )
  return Result.succeed({
    url: target.href,
    request: {
      method: becomesGet ? "GET" : hop.method,
      headers: Object.fromEntries(kept),
      body: becomesGet ? undefined : hop.body
    }
  })
}
