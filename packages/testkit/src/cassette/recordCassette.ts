import { HttpFetch, HttpFetchReason, type IncomingResponse, type OutgoingRequest } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Cassette, Track } from "./Cassette.ts"
import { keptOf, type Scrubber, scrubber } from "./scrub.ts"
import { secretsIn, secretsOf } from "./secretsIn.ts"

export interface CassetteOptions {
  /**
   * Taken out of everything that is kept, in whatever encoding: pass the keys that the program under test was given. What authorises a
   * request, the keys in its URL and the sessions of an answer are taken out without being named; a key that is sent in a body only has
   * to be.
   */
  readonly secrets?: ReadonlyArray<string>
}

/** What was sent, and what came of it: not scrubbed, and never kept like this. */
interface Exchange {
  readonly request: OutgoingRequest
  readonly came: { readonly response: IncomingResponse } | { readonly failure: HttpFetchReason }
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

const bodyOf = (body: Uint8Array, scrub: Scrubber): Pick<NonNullable<Track["response"]>, "body" | "encoding"> => {
  try {
    return { body: scrub.text(utf8.decode(body)), encoding: "utf8" }
  } catch {
    return scrub.finds(body) ? { body: "", encoding: "withheld" } : { body: Buffer.from(body).toString("base64"), encoding: "base64" }
  }
}

const scrubbedRequest = (request: OutgoingRequest, scrub: Scrubber): Track["request"] => ({
  method: request.method ?? "GET",
  url: scrub.text(request.url),
  body: request.body === undefined ? null : scrub.text(request.body)
})

/** What a request is known by: the same when it is recorded and when it is replayed. */
export const requestTrack = (request: OutgoingRequest, secrets: ReadonlyArray<string>): Track["request"] =>
  scrubbedRequest(request, scrubber([...secrets, ...secretsIn(request)]))

const encodeReason = Schema.encodeSync(HttpFetchReason)
const decodeReason = Schema.decodeSync(HttpFetchReason)

const trackOf = ({ came, request }: Exchange, scrub: Scrubber): Track => {
  if ("failure" in came) {
    const reason = encodeReason(came.failure)
    return {
      request: scrubbedRequest(request, scrub),
      failure: decodeReason({ ...reason, message: scrub.text(reason.message) }),
      response: null
    }
  }
  const { body, headers, status, url } = came.response
  return {
    request: scrubbedRequest(request, scrub),
    failure: null,
    response: { status, headers: keptOf(headers, scrub), url: scrub.text(url), ...bodyOf(body, scrub) }
  }
}

/** All of them, scrubbed of what any of them showed: an answer may hold the key of a request that came later. */
const cassetteOf = (exchanges: ReadonlyArray<Exchange>, secrets: ReadonlyArray<string>): Cassette => {
  const scrub = scrubber([
    ...secrets,
    ...exchanges.flatMap(({ came, request }) => [...secretsIn(request), ...("response" in came ? secretsOf(came.response) : [])])
  ])
  return { version: 1, tracks: exchanges.map((exchange) => trackOf(exchange, scrub)) }
}

/** What has been recorded so far. */
export class CassetteRecorder extends Context.Service<CassetteRecorder, {
  readonly cassette: Effect.Effect<Cassette>
}>()("@vedette/testkit/CassetteRecorder") {}

/**
 * An `HttpFetch` that lets everything through and keeps a scrubbed record of it. Request headers are not kept at all: they hold keys,
 * and nothing is matched by them. That a request got no answer is kept like one.
 */
export const recordCassette = (options: CassetteOptions = {}): Layer.Layer<HttpFetch | CassetteRecorder, never, HttpFetch> =>
  Layer.effectContext(Effect.gen(function*() {
    const http = yield* HttpFetch
    const secrets = options.secrets ?? []
    const exchanges: Array<Exchange> = []
    const recording = HttpFetch.of({
      check: http.check,
      fetch: (request) =>
        http.fetch(request).pipe(
          Effect.tap((response) => Effect.sync(() => void exchanges.push({ request, came: { response } }))),
          Effect.tapError(({ reason }) => Effect.sync(() => void exchanges.push({ request, came: { failure: reason } })))
        )
    })
    return Context.make(HttpFetch, recording).pipe(
      Context.add(CassetteRecorder, CassetteRecorder.of({ cassette: Effect.sync(() => cassetteOf(exchanges, secrets)) }))
    )
  }))
