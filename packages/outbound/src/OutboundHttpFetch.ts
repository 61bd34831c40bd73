import { HttpFetch, HttpFetchError, TimedOut, TooManyRedirects } from "@vedette/domain"
import type { HttpFetchReason, IncomingResponse, OutgoingRequest } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Result from "effect/Result"
import { Agent } from "undici"
import { guardedConnector, type Resolve, systemResolve } from "./guardedConnector.ts"
import { type Hop, nextHop } from "./nextHop.ts"
import { hostOf, parseTarget } from "./parseTarget.ts"
import { addressesOf, judgeAddresses } from "./resolvedAddresses.ts"
import { acceptedCodings, readBody } from "./readBody.ts"
import type { Reach } from "./reach.ts"
import { undiciReason } from "./undiciReason.ts"

export interface OutboundOptions {
  /**
   * Let requests go to private, loopback and other non-public addresses: development, tests, a closed network. Every other
   * rule (schemes, credentials, redirects, time, size) holds all the same.
   */
  readonly allowPrivateAddresses: boolean
  /**
   * Origins (`http://127.0.0.1:11434`) that the operator of this installation configured: these, and no other port or scheme of theirs,
   * may be on a loopback, private or CGNAT address. Link-local and metadata addresses stay refused. Give them only to a client that
   * nobody else can name a URL to: never to the one that reads pages or calls webhooks. A redirect from another origin vouches for nothing.
   */
  readonly operatorOrigins?: ReadonlyArray<string>
  /** Sent where the request names none. Default `Vedette/0.1`. */
  readonly userAgent?: string
  /** How long a connection may take to be made, its name looked up and its TLS agreed on. Default 8,000 ms. */
  readonly connectTimeoutMs?: number
  /** How host names become addresses. Default: the operating system's resolver. What it answers is judged either way. */
  readonly resolve?: Resolve
}

/** The port's defaults (`HttpFetch`): a page that takes longer is not one to watch every quarter of an hour. */
const defaultTimeoutMs = 10_000
/** Three SYNs (1, 3 and 7 s). Below the deadline above, so that a server that accepts nothing is told from one that says nothing. */
const defaultConnectTimeoutMs = 8_000
const defaultMaxBytes = 2_000_000
/** Node's own limit. Real answers stay below 8 kB of headers; endless ones stop here. */
const maxHeaderBytes = 16_384
/** A socket is kept long enough for robots.txt, page and redirect, and no longer: its address was judged when it was opened. */
const keepAliveMs = 4_000

/** These belong to the connection or to this client; a caller that set them could smuggle a second request or another host. */
const ours = new Set([
  "host", "connection", "keep-alive", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect",
  "accept-encoding", "proxy-authorization", "proxy-connection"
])

const callerHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !ours.has(name))
  )

const joined = (headers: Readonly<Record<string, string | Array<string> | undefined>>): Record<string, string> => {
  // A null prototype: `__proto__` is a header name any server may send.
  const result: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(", ") : value
  }
  return result
}

const failed = (reason: HttpFetchReason) => new HttpFetchError({ reason })

const orFail = <A, E extends HttpFetchReason>(result: Result.Result<A, E>): Effect.Effect<A, HttpFetchError> =>
  Effect.fromResult(result).pipe(Effect.mapError(failed))

const reachIn = (options: OutboundOptions) => {
  const own = new Set((options.operatorOrigins ?? []).flatMap((url) => URL.canParse(url) ? new URL(url).origin : []))
  return (url: URL): Reach => options.allowPrivateAddresses ? "any" : own.has(url.origin) ? "operator" : "public"
}

/** A way out: how far it goes, and sockets that were opened within that. */
interface Way {
  readonly reachOf: (url: URL) => Reach
  readonly agent: Agent
}

/** `named`: for URLs that the caller names. `led`: for those that another origin has sent us to, where no operator's word counts. */
interface Ways {
  readonly named: Way
  readonly led: Way
}

const make = (options: OutboundOptions, resolve: Resolve) => (ways: Ways): HttpFetch["Service"] => {
  const { reachOf } = ways.named
  const userAgent = options.userAgent ?? "Vedette/0.1"

  const send = (agent: Agent, hop: Hop, request: OutgoingRequest, signal: AbortSignal) =>
    Effect.tryPromise({
      try: async () => {
        const timeout = request.timeoutMs ?? defaultTimeoutMs
        const response = await agent.request({
          origin: hop.url.origin,
          path: `${hop.url.pathname}${hop.url.search}`,
          method: hop.method,
          headers: { "user-agent": userAgent, ...hop.headers, "accept-encoding": acceptedCodings },
          body: hop.body ?? null,
          signal,
          // Under the deadline below these can only fire first when Effect's clock is a test's.
          headersTimeout: timeout,
          bodyTimeout: timeout
        })
        // An abort between two reads must not become an unhandled error event.
        response.body.on("error", () => {})
        return response
      },
      catch: (cause) => failed(undiciReason(cause, hostOf(hop.url)))
    })

  const follow = Effect.fnUntraced(function*(request: OutgoingRequest, signal: AbortSignal) {
    const started = yield* Clock.currentTimeMillis
    const allowedRedirects = request.maxRedirects ?? 0
    let way = ways.named
    let hop: Hop = {
      url: yield* orFail(parseTarget(request.url, reachOf)),
      method: request.method ?? "GET",
      headers: callerHeaders(request.headers ?? {}),
      body: request.body
    }
    for (let redirects = 0;; redirects++) {
      const current = hop
      const response = yield* send(way.agent, current, request, signal)
      const headers = joined(response.headers)
      const next = allowedRedirects === 0
        ? null
        : yield* orFail(nextHop(current, response.statusCode, headers["location"]))
      if (next === null) {
        const body = yield* Effect.tryPromise({
          try: () =>
            readBody(response.body, {
              contentEncoding: headers["content-encoding"],
              maxBytes: request.maxBytes ?? defaultMaxBytes,
              onTooLarge: request.onTooLarge ?? "fail"
            }),
          catch: (cause) => failed(undiciReason(cause, hostOf(current.url)))
        })
        const ended = yield* Clock.currentTimeMillis
        const answer: IncomingResponse = {
          status: response.statusCode,
          headers,
          body,
          url: current.url.href,
          latencyMs: ended - started
        }
        return answer
      }
      response.body.destroy()
      if (redirects >= allowedRedirects) {
        return yield* failed(new TooManyRedirects({ message: `More than ${allowedRedirects} redirects.` }))
      }
      // For good, also where the chain comes back: whoever sends us to a model's server chooses what it is asked.
      if (new URL(next.url).origin !== current.url.origin) way = ways.led
      hop = { ...next.request, url: yield* orFail(parseTarget(next.url, way.reachOf)) }
    }
  })

  return HttpFetch.of({
    fetch: (request) => {
      const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
      return Effect.acquireUseRelease(
        Effect.sync(() => new AbortController()),
        (controller) => follow(request, controller.signal),
        // Also after success: whatever of the chain is still open (a truncated answer, a redirect's body) ends here.
        (controller) => Effect.sync(() => controller.abort())
      ).pipe(
        Effect.timeoutOrElse({
          duration: timeoutMs,
          orElse: () => Effect.fail(failed(new TimedOut({ message: `No complete answer within ${timeoutMs} ms.` })))
        })
      )
    },
    check: Effect.fnUntraced(function*(url) {
      const target = yield* orFail(parseTarget(url, reachOf))
      const reach = reachOf(target)
      if (reach === "any") return
      yield* orFail(judgeAddresses(hostOf(target), reach, yield* addressesOf(target, resolve)))
    })
  })
}

/** `HttpFetch` on undici: pools of sockets for the layer's life, every one of them to an address that was judged. */
const layer = (options: OutboundOptions): Layer.Layer<HttpFetch> => {
  const resolve = options.resolve ?? systemResolve
  const way = (reachOf: Way["reachOf"]) =>
    Effect.acquireRelease(
      Effect.sync((): Way => ({
        reachOf,
        agent: new Agent({
          connect: guardedConnector({ reachOf, resolve, timeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs }),
          maxHeaderSize: maxHeaderBytes,
          keepAliveTimeout: keepAliveMs,
          keepAliveMaxTimeout: keepAliveMs,
          allowH2: false
        })
      })),
      ({ agent }) => Effect.promise(() => agent.destroy())
    )
  return Layer.effect(
    HttpFetch,
    Effect.map(
      Effect.all({ named: way(reachIn(options)), led: way(reachIn({ ...options, operatorOrigins: [] })) }),
      make(options, resolve)
    )
  )
}

export const OutboundHttpFetch = { layer }
