import {
  AddressRefused,
  ConnectionFailed,
  HttpFetch,
  HttpFetchError,
  type HttpFetchReason,
  type IncomingResponse,
  InvalidUrl,
  type OutgoingRequest,
  TimedOut,
  TooLarge,
  TooManyRedirects
} from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { isPublicHost } from "./isPublicHost.ts"

/** What a server sends. Status 200, no headers and no body unless said otherwise. */
export interface ServedResponse {
  readonly status?: number
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export type Responder = (request: OutgoingRequest) => Effect.Effect<ServedResponse, HttpFetchError>

export interface RecordedRequest {
  /** With the URL of this hop: a redirect that was followed is a record of its own. */
  readonly request: OutgoingRequest
  readonly at: DateTime.Utc
}

// The port's own defaults (`OutgoingRequest`).
const TIMEOUT_MS = 10_000
const MAX_BYTES = 2_000_000
const redirectStatuses = new Set([301, 302, 303, 307, 308])

const failed = (reason: HttpFetchReason) => Effect.fail(new HttpFetchError({ reason }))

const parsed = (text: string): Effect.Effect<URL, HttpFetchError> => {
  if (!URL.canParse(text)) return failed(new InvalidUrl({ message: "The URL is malformed." }))
  const url = new URL(text)
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return failed(new InvalidUrl({ message: "Only http and https URLs are fetched." }))
  }
  if (url.username !== "" || url.password !== "") {
    return failed(new InvalidUrl({ message: "The URL holds credentials." }))
  }
  return isPublicHost(url.hostname)
    ? Effect.succeed(url)
    : failed(new AddressRefused({ message: `${url.hostname} is not a public address.` }))
}

/** Fragments never travel, and two spellings of one URL are one page. */
const keyOf = (url: URL): string => url.href.slice(0, url.href.length - url.hash.length)

const cut = (body: Uint8Array, request: OutgoingRequest): Effect.Effect<Uint8Array, HttpFetchError> => {
  const maxBytes = request.maxBytes ?? MAX_BYTES
  if (body.length <= maxBytes) return Effect.succeed(body)
  return request.onTooLarge === "truncate"
    ? Effect.succeed(body.slice(0, maxBytes))
    : failed(new TooLarge({ message: `The answer is longer than ${maxBytes} bytes.` }))
}

/**
 * A web in memory behind the port `HttpFetch`, on Effect's Clock: pages are scripted by URL, slow ones cost virtual
 * time, and what nobody serves does not answer. It refuses what the guarded client refuses.
 *
 * @example
 * const web = yield* FakeWeb
 * yield* web.serve("https://shop.example/kettle", respond.html("<p>Price: 45.00 EUR</p>"))
 */
export class FakeWeb extends Context.Service<FakeWeb, {
  /** From now on `url` is answered by `responder`; it replaces an earlier one. Malformed URLs die. */
  readonly serve: (url: string, responder: Responder) => Effect.Effect<void>
  /** Takes a page off the web: connections to it fail. */
  readonly drop: (url: string) => Effect.Effect<void>
  /** Every request that was let through, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
  /** Requests being answered now: zero after an interruption, or something leaks. */
  readonly open: Effect.Effect<number>
}>()("@vedette/testkit/FakeWeb") {
  static readonly layer: Layer.Layer<FakeWeb | HttpFetch> = Layer.effectContext(Effect.sync(() => {
    const pages = new Map<string, Responder>()
    const requests: Array<RecordedRequest> = []
    let open = 0

    const answer = Effect.fnUntraced(function*(url: URL, request: OutgoingRequest) {
      requests.push({ request: { ...request, url: url.href }, at: yield* DateTime.now })
      const responder = pages.get(keyOf(url))
      if (responder === undefined) {
        return yield* failed(new ConnectionFailed({ message: `Nothing answers at ${url.host}.` }))
      }
      const served = yield* responder(request)
      const body = typeof served.body === "string" ? new TextEncoder().encode(served.body) : served.body
      return {
        status: served.status ?? 200,
        headers: served.headers ?? {},
        body: body ?? new Uint8Array()
      }
    })

    const follow = Effect.fnUntraced(function*(request: OutgoingRequest) {
      const started = yield* Clock.currentTimeMillis
      const allowed = request.maxRedirects ?? 0
      let url = yield* parsed(request.url)
      for (let hops = 0;; hops++) {
        const response = yield* answer(url, request)
        const location = response.headers["location"]
        if (allowed === 0 || location === undefined || !redirectStatuses.has(response.status)) {
          const ended = yield* Clock.currentTimeMillis
          const incoming: IncomingResponse = {
            ...response,
            body: yield* cut(response.body, request),
            url: url.href,
            latencyMs: ended - started
          }
          return incoming
        }
        if (hops >= allowed) {
          return yield* failed(new TooManyRedirects({ message: `More than ${allowed} redirects.` }))
        }
        url = yield* parsed(URL.canParse(location, url.href) ? new URL(location, url).href : location)
      }
    })

    const fetch = (request: OutgoingRequest): Effect.Effect<IncomingResponse, HttpFetchError> => {
      const timeoutMs = request.timeoutMs ?? TIMEOUT_MS
      return Effect.acquireUseRelease(
        Effect.sync(() => {
          open += 1
        }),
        () => follow(request),
        () =>
          Effect.sync(() => {
            open -= 1
          })
      ).pipe(Effect.timeoutOrElse({
        duration: timeoutMs,
        orElse: () => failed(new TimedOut({ message: `No complete answer within ${timeoutMs} ms.` }))
      }))
    }

    return Context.make(HttpFetch, HttpFetch.of({ fetch, check: (url) => Effect.asVoid(parsed(url)) })).pipe(
      Context.add(
        FakeWeb,
        FakeWeb.of({
          serve: (url, responder) => Effect.sync(() => void pages.set(keyOf(new URL(url)), responder)),
          drop: (url) => Effect.sync(() => void pages.delete(keyOf(new URL(url)))),
          requests: Effect.sync(() => [...requests]),
          open: Effect.sync(() => open)
        })
      )
    )
  }))
}
