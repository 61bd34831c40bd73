import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** One outgoing request. Every request that leaves the process is described by this and made by the one guarded client. */
export interface OutgoingRequest {
  readonly url: string
  /** Default `GET`. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Redirects that may be followed, each hop checked again. Default 0. */
  readonly maxRedirects?: number
  /** From the start to the last byte, milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** Decompressed bytes of the answer that are read. Default 2,000,000. */
  readonly maxBytes?: number
  /**
   * What happens beyond `maxBytes`: `fail` with `TooLarge` (pages: half a page is not evidence), or `truncate`
   * (webhooks: only an excerpt of the answer is kept anyway). Default `fail`.
   */
  readonly onTooLarge?: "fail" | "truncate"
}

export interface IncomingResponse {
  readonly status: number
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Decompressed bytes. */
  readonly body: Uint8Array
  /** The URL that answered, after redirects. */
  readonly url: string
  readonly latencyMs: number
}

/** The URL is not one we fetch: not http(s), credentials in it, malformed. */
export class InvalidUrl extends Schema.TaggedError<InvalidUrl>()("InvalidUrl", { message: Schema.String }) {
  readonly isRetryable = false
}
/** The host is, or resolves to, an address that is not public unicast. */
export class AddressRefused extends Schema.TaggedError<AddressRefused>()("AddressRefused", { message: Schema.String }) {
  readonly isRetryable = false
}
/** No connection was made: name not found, connection refused, TLS failure. Nothing was asked. */
export class ConnectionFailed
  extends Schema.TaggedError<ConnectionFailed>()("ConnectionFailed", { message: Schema.String })
{
  readonly isRetryable = true
}
/** The connection broke off, or what came over it cannot be read. The request may have been taken. */
export class AnswerLost extends Schema.TaggedError<AnswerLost>()("AnswerLost", { message: Schema.String }) {
  readonly isRetryable = true
}
/** No connection was made within the time allowed: nothing was asked, so nothing can have been done or billed. */
export class ConnectTimedOut
  extends Schema.TaggedError<ConnectTimedOut>()("ConnectTimedOut", { message: Schema.String })
{
  readonly isRetryable = true
}
/** No complete answer within the time allowed. The request may have been taken. */
export class TimedOut extends Schema.TaggedError<TimedOut>()("TimedOut", { message: Schema.String }) {
  readonly isRetryable = true
}
/** The answer is larger than was asked for. */
export class TooLarge extends Schema.TaggedError<TooLarge>()("TooLarge", { message: Schema.String }) {
  readonly isRetryable = false
}
/** More redirects than were allowed; most often a loop. */
export class TooManyRedirects
  extends Schema.TaggedError<TooManyRedirects>()("TooManyRedirects", { message: Schema.String })
{
  readonly isRetryable = false
}

export const HttpFetchReason = Schema.Union([
  InvalidUrl,
  AddressRefused,
  ConnectionFailed,
  AnswerLost,
  ConnectTimedOut,
  TimedOut,
  TooLarge,
  TooManyRedirects
])
export type HttpFetchReason = typeof HttpFetchReason.Type

/** No answer was had. An answer with any status, 500 included, is an answer and not this error. */
export class HttpFetchError extends Schema.TaggedError<HttpFetchError>()("HttpFetchError", { reason: HttpFetchReason }) {
  override get message(): string {
    return this.reason.message
  }
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

/**
 * The way out. One implementation guards every outgoing request: pages, webhooks, redirects, model base URLs.
 *
 * Laws
 * - Only `http:` and `https:` URLs without credentials are requested.
 * - A private, loopback, link-local, CGNAT, multicast or mapped address is refused at connect time, whatever
 *   spelling or DNS name led to it, and again on every redirect hop.
 * - Any status is a success of this port; the caller judges statuses.
 * - At most `maxBytes` decompressed bytes are held, and the call ends within `timeoutMs`.
 * - Interrupting the effect aborts the request.
 */
export class HttpFetch extends Context.Service<HttpFetch, {
  readonly fetch: (request: OutgoingRequest) => Effect.Effect<IncomingResponse, HttpFetchError>
  /**
   * Whether `url` could be requested at all, judged without a connection: for refusing a bad target when it is saved. A name
   * that resolves to an address that is refused is refused here too; one that resolves to nothing yet is not, because what
   * it resolves to then is judged when connecting.
   */
  readonly check: (url: string) => Effect.Effect<void, HttpFetchError>
}>()("@vedette/domain/ports/HttpFetch") {}
