import type { HttpFetch, HttpFetchError, IncomingResponse } from "@vedette/domain"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"

/** The last answer that went through, or why there was none: what the SDK's exceptions are told apart by. */
export interface Held {
  readonly fetch: typeof globalThis.fetch
  readonly answer: () => IncomingResponse | null
  readonly failure: () => HttpFetchError | null
}

/** A grounded answer with its citations is some 50 kB. */
const maxBytes = 4_000_000

/** Statuses whose answers have no body; `Response` refuses one. */
const bodiless = new Set([204, 205, 304])

/**
 * The guarded client in the form of `fetch`, for one call of an SDK. What came back is held, because the SDK keeps of an answer
 * that it does not like only a sentence.
 *
 * @param signal ends the request at once; the SDK's own signal does so late
 */
export const heldFetch = Effect.fnUntraced(function*(http: HttpFetch["Service"], timeoutMs: number, signal: AbortSignal) {
  const context = yield* Effect.context()
  let answer: IncomingResponse | null = null
  let failure: HttpFetchError | null = null
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const method = request.method === "POST" ? "POST" : "GET"
    const exit = await Effect.runPromiseExitWith(context)(
      http.fetch({
        url: request.url,
        method,
        headers: Object.fromEntries(request.headers),
        ...(method === "POST" ? { body: await request.text() } : {}),
        maxRedirects: 0,
        timeoutMs,
        maxBytes
      }),
      { signal }
    )
    if (Exit.isFailure(exit)) {
      failure = Option.getOrNull(Cause.findErrorOption(exit.cause))
      throw new Error(failure?.message ?? "The request was given up.")
    }
    answer = exit.value
    const body = bodiless.has(answer.status) ? null : new Uint8Array(answer.body)
    return new Response(body, { status: answer.status, headers: { ...answer.headers } })
  }
  const held: Held = { fetch, answer: () => answer, failure: () => failure }
  return held
})
