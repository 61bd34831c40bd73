import { ConnectionFailed, HttpFetch, HttpFetchError, type HttpFetchReason, InvalidUrl, type OutgoingRequest } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export interface CannedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The URL that answers, if not the one asked. */
  readonly url?: string
}

/** A web of known answers by URL. Unknown URLs refuse the connection, and what was asked is kept in `asked`. */
export const webOf = (answers: Readonly<Record<string, CannedAnswer | HttpFetchReason>>) => {
  const asked: Array<OutgoingRequest> = []
  const check = (url: string) =>
    URL.canParse(url) && /^https?:/.test(url)
      ? Effect.void
      : Effect.fail(new HttpFetchError({ reason: new InvalidUrl({ message: "The URL is malformed." }) }))
  const layer = Layer.succeed(HttpFetch, HttpFetch.of({
    check,
    fetch: (request) =>
      Effect.suspend(() => {
        asked.push(request)
        const answer = answers[request.url]
        if (answer === undefined) {
          return Effect.fail(new HttpFetchError({ reason: new ConnectionFailed({ message: "Nothing answers." }) }))
        }
        if ("_tag" in answer) return Effect.fail(new HttpFetchError({ reason: answer }))
        return Effect.succeed({
          status: answer.status ?? 200,
          headers: answer.headers ?? { "content-type": "text/html; charset=utf-8" },
          body: typeof answer.body === "string" ? new TextEncoder().encode(answer.body) : answer.body ?? new Uint8Array(),
          url: answer.url ?? request.url,
          latencyMs: 0
        })
      })
  }))
  return { layer, asked }
}
