import { HttpFetch, type IncomingResponse, type OutgoingRequest } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Cassette, Track } from "./Cassette.ts"
import { keptOf, scrubText } from "./scrub.ts"

export interface CassetteOptions {
  /** Taken out of everything that is kept: pass the keys that the program under test was given. */
  readonly secrets?: ReadonlyArray<string>
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

const bodyOf = (body: Uint8Array, secrets: ReadonlyArray<string>): Pick<NonNullable<Track["response"]>, "body" | "encoding"> => {
  try {
    return { body: scrubText(utf8.decode(body), secrets), encoding: "utf8" }
  } catch {
    return { body: Buffer.from(body).toString("base64"), encoding: "base64" }
  }
}

/** What a request is known by: the same when it is recorded and when it is replayed. */
export const requestTrack = (request: OutgoingRequest, secrets: ReadonlyArray<string>): Track["request"] => ({
  method: request.method ?? "GET",
  url: scrubText(request.url, secrets),
  body: request.body === undefined ? null : scrubText(request.body, secrets)
})

const trackOf = (request: OutgoingRequest, response: IncomingResponse, secrets: ReadonlyArray<string>): Track => ({
  request: requestTrack(request, secrets),
  failure: null,
  response: {
    status: response.status,
    headers: keptOf(response.headers, secrets),
    url: scrubText(response.url, secrets),
    ...bodyOf(response.body, secrets)
  }
})

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
    const tracks: Array<Track> = []
    const recording = HttpFetch.of({
      check: http.check,
      fetch: (request) =>
        http.fetch(request).pipe(
          Effect.tap((response) => Effect.sync(() => void tracks.push(trackOf(request, response, secrets)))),
          Effect.tapError(({ reason }) =>
            Effect.sync(() => void tracks.push({ request: requestTrack(request, secrets), failure: reason, response: null }))
          )
        )
    })
    return Context.make(HttpFetch, recording).pipe(
      Context.add(CassetteRecorder, CassetteRecorder.of({ cassette: Effect.sync(() => ({ version: 1, tracks: [...tracks] })) }))
    )
  }))
