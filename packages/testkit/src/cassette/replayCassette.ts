import { HttpFetch, HttpFetchError, type IncomingResponse, TimedOut } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Cassette, Track } from "./Cassette.ts"
import { type CassetteOptions, requestTrack } from "./recordCassette.ts"

const same = (a: Track["request"], b: Track["request"]): boolean => a.method === b.method && a.url === b.url && a.body === b.body

const answerOf = ({ failure, request, response }: Track): Effect.Effect<IncomingResponse, HttpFetchError> => {
  if (response === null) return Effect.fail(new HttpFetchError({ reason: failure ?? new TimedOut({ message: "The track is empty." }) }))
  const { body, encoding, headers, status, url } = response
  // Nothing instead of what was there would be another answer, and a test that passes on it proves nothing.
  if (encoding === "withheld") {
    return Effect.die(new Error(`The answer to ${request.method} ${request.url} held a secret in bytes that are no text, so it was not kept.`))
  }
  return Effect.succeed({ status, headers, url, body: new Uint8Array(Buffer.from(body, encoding)), latencyMs: 0 })
}

/** What of a cassette nobody has asked for. */
export class CassettePlayer extends Context.Service<CassettePlayer, {
  readonly unplayed: Effect.Effect<ReadonlyArray<Track["request"]>>
}>()("@vedette/testkit/CassettePlayer") {}

/**
 * An `HttpFetch` that answers from a cassette and never from a network. Strict: a request that was not recorded, or is made once more
 * than it was recorded, dies and names what there is. Each track plays once, in the order recorded among those that are alike;
 * different requests may come in another order than then.
 */
export const replayCassette = (cassette: Cassette, options: CassetteOptions = {}): Layer.Layer<HttpFetch | CassettePlayer> =>
  Layer.effectContext(Effect.sync(() => {
    const secrets = options.secrets ?? []
    const left = [...cassette.tracks]
    const player = HttpFetch.of({
      check: () => Effect.void,
      fetch: (request) =>
        Effect.suspend(() => {
          const wanted = requestTrack(request, secrets)
          const index = left.findIndex((track) => same(track.request, wanted))
          const [track] = index < 0 ? [] : left.splice(index, 1)
          if (track !== undefined) return answerOf(track)
          const others = left.map(({ request: { method, url } }) => `  ${method} ${url}`).join("\n")
          return Effect.die(new Error(`The cassette has no answer to ${wanted.method} ${wanted.url} with this body. It has:\n${others}`))
        })
    })
    return Context.make(HttpFetch, player).pipe(
      Context.add(
        CassettePlayer,
        CassettePlayer.of({ unplayed: Effect.sync(() => left.map(({ request }) => request)) })
      )
    )
  }))
