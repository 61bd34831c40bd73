import type {
  ActiveTaskLimit,
  ApiKeyNotFound,
  ChannelFault,
  ChannelUnsigned,
  ChannelUntemplated,
  DeliveryNotFound,
  CodeNotSent,
  CodeRefused,
  CodesUnavailable,
  ExecutionNotFound,
  PageNotKept,
  FeedNotFound,
  ExpiryInThePast,
  InvalidAddress,
  InvalidCondition,
  InvalidNotification,
  InvalidTemplate,
  InvalidTransition,
  NameTaken,
  IssuerUnreachable,
  NoDefaultChannel,
  NotificationNotFound,
  NoSuchChannel,
  OwnAddress,
  RunInProgress,
  ScopeMissing,
  TaskNotFound,
  TooManyCodes,
  TooManyApiKeys,
  TooManyFeeds,
  Unauthorized,
  UnknownChannel,
  VersionMismatch
} from "@vedette/domain"
import type { Violation } from "@vedette/http-contract"
import { wholeSeconds } from "./rateHeaders.ts"
import { enumWords } from "./enumWords.ts"
import type {
  BadRequest,
  BodyTooLarge,
  Defect,
  ForeignOrigin,
  IdempotencyKeyReused,
  MethodNotAllowed,
  RateLimited,
  RequestInFlight,
  RequestInvalid,
  RouteNotFound,
  StorageUnavailable,
  UnsupportedMediaType,
  WriteConflict
} from "./requestErrors.ts"

/** Every error that is answered. One that is missing in the table below, or in the contract's, does not compile. */
export type PublicError =
  | ActiveTaskLimit
  | ApiKeyNotFound
  | BadRequest
  | BodyTooLarge
  | ChannelUnsigned
  | ChannelUntemplated
  | DeliveryNotFound
  | CodeNotSent
  | CodeRefused
  | CodesUnavailable
  | Defect
  | ExecutionNotFound
  | PageNotKept
  | FeedNotFound
  | ExpiryInThePast
  | ForeignOrigin
  | InvalidAddress
  | IdempotencyKeyReused
  | InvalidCondition
  | InvalidNotification
  | InvalidTemplate
  | InvalidTransition
  | IssuerUnreachable
  | MethodNotAllowed
  | NoDefaultChannel
  | NotificationNotFound
  | NameTaken
  | NoSuchChannel
  | OwnAddress
  | RateLimited
  | RequestInFlight
  | RequestInvalid
  | RouteNotFound
  | RunInProgress
  | ScopeMissing
  | StorageUnavailable
  | TaskNotFound
  | TooManyCodes
  | TooManyApiKeys
  | TooManyFeeds
  | Unauthorized
  | UnknownChannel
  | UnsupportedMediaType
  | VersionMismatch
  | WriteConflict

export interface Problem {
  readonly detail: string | ReadonlyArray<Violation>
  /** Where a `detail` in words is about several things: each with its place, for who accepts RFC 9457. */
  readonly errors?: ReadonlyArray<Violation>
  readonly extra?: { readonly execution_id: string }
  readonly headers?: Readonly<Record<string, string>>
}

/** Seconds. A lost connection is back, or has failed over, within a few. */
const RETRY_AFTER = "2"

/** Seconds. A mail server that greylists or restarts takes mail again within a minute. */
const MAIL_RETRY_AFTER = "60"

const itsMessage = (error: { readonly message: string }): Problem => ({ detail: error.message })

const faultsOf = (faults: ReadonlyArray<ChannelFault>): ReadonlyArray<Violation> =>
  faults.map(({ index, why }) => ({ loc: ["body", "notifications", index], msg: why, type: "value_error" }))

/** What each error says. Its status and code stand in the contract's catalogue. */
export const problems: { readonly [T in PublicError["_tag"]]: (error: Extract<PublicError, { _tag: T }>) => Problem } = {
  ActiveTaskLimit: itsMessage,
  ApiKeyNotFound: itsMessage,
  BadRequest: itsMessage,
  BodyTooLarge: () => ({ detail: "Request body too large" }),
  ChannelUnsigned: itsMessage,
  ChannelUntemplated: itsMessage,
  DeliveryNotFound: itsMessage,
  CodeNotSent: ({ message }) => ({ detail: message, headers: { "retry-after": MAIL_RETRY_AFTER } }),
  CodeRefused: itsMessage,
  CodesUnavailable: itsMessage,
  Defect: () => ({ detail: "Internal server error" }),
  ExecutionNotFound: itsMessage,
  PageNotKept: itsMessage,
  FeedNotFound: itsMessage,
  ExpiryInThePast: ({ message }) => ({
    detail: [{ loc: ["body", "expires_at"], msg: `Value error, ${message}`, type: "value_error" }]
  }),
  ForeignOrigin: ({ what }) => ({
    detail: `This server lets everybody in without a key, so it answers this machine alone, and not ${what}`
  }),
  InvalidAddress: ({ message }) => ({ detail: [{ loc: ["body", "email"], msg: message, type: "value_error" }] }),
  IdempotencyKeyReused: ({ key }) => ({
    detail: [{
      loc: ["header", "idempotency-key"],
      msg: "Value error, this key was used for another request",
      type: "value_error",
      input: key
    }]
  }),
  InvalidCondition: ({ message, offset }) => ({
    detail: [{ loc: ["body", "condition"], msg: message, type: "value_error", ctx: { offset } }]
  }),
  InvalidNotification: ({ faults, message }) => ({
    detail: message,
    ...(faults === undefined ? {} : { errors: faultsOf(faults) })
  }),
  InvalidTemplate: ({ part, why }) => ({ detail: [{ loc: ["body", part], msg: `Value error, ${why}`, type: "value_error" }] }),
  InvalidTransition: itsMessage,
  IssuerUnreachable: () => ({
    detail: "The server cannot check tokens at the moment; try again shortly",
    headers: { "retry-after": RETRY_AFTER }
  }),
  MethodNotAllowed: ({ allow }) => ({ detail: "Method Not Allowed", headers: { allow: allow.join(", ") } }),
  NoDefaultChannel: itsMessage,
  NotificationNotFound: itsMessage,
  NameTaken: itsMessage,
  NoSuchChannel: itsMessage,
  OwnAddress: itsMessage,
  RateLimited: ({ headers, resetsIn }) => ({
    detail: "Too many requests; try again later",
    headers: { ...headers, "retry-after": String(wholeSeconds(resetsIn)) }
  }),
  RequestInFlight: () => ({
    detail: "A request with this Idempotency-Key is still being answered",
    headers: { "retry-after": RETRY_AFTER }
  }),
  RequestInvalid: ({ violations }) => ({ detail: violations }),
  RouteNotFound: () => ({ detail: "Not Found" }),
  RunInProgress: ({ executionId, message }) => ({ detail: message, extra: { execution_id: executionId } }),
  ScopeMissing: itsMessage,
  StorageUnavailable: () => ({
    detail: "The server cannot reach its storage at the moment; try again shortly",
    headers: { "retry-after": RETRY_AFTER }
  }),
  TaskNotFound: itsMessage,
  TooManyCodes: ({ message, retryAfterMs }) => ({
    detail: message,
    headers: { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }
  }),
  TooManyApiKeys: itsMessage,
  TooManyFeeds: itsMessage,
  Unauthorized: ({ why }) => ({ detail: why, headers: { "www-authenticate": "Bearer" } }),
  UnknownChannel: ({ faults, known, unknown }) => ({
    detail: [
      ...unknown.map(({ index, kind }) => ({ loc: ["body", "notifications", index, "type"], ...enumWords(known), input: kind })),
      ...faultsOf(faults)
    ]
  }),
  UnsupportedMediaType: ({ given, part }) => ({
    detail: `Unsupported ${part}: ${given}; send application/json in UTF-8, not compressed`,
    // RFC 7694 §3: what a client may send instead.
    ...(part === "content encoding" ? { headers: { "accept-encoding": "identity" } } : {})
  }),
  VersionMismatch: itsMessage,
  WriteConflict: () => ({ detail: "Somebody else wrote the same thing at the same time; read it again and retry" })
}
