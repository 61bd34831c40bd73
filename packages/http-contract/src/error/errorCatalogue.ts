/** What a refusal looks like from outside. `code` is the machine word: clients switch on it, so it never changes. */
export interface CatalogueEntry {
  readonly status: number
  readonly code: string
  readonly summary: string
}

/**
 * Every error a route can answer with, by the tag it has inside. The server's answers, the OpenAPI document and the
 * client are made from this one table.
 */
export const errorCatalogue = {
  BadRequest: { status: 400, code: "bad_request", summary: "The request cannot be read as HTTP" },
  InvalidNotification: { status: 400, code: "invalid_notification", summary: "A notification channel cannot be used" },
  InvalidTransition: { status: 400, code: "invalid_transition", summary: "The task cannot go from its state to that one" },
  CodeRefused: { status: 400, code: "code_refused", summary: "The code does not verify the address; detail says why" },
  OwnAddress: { status: 400, code: "own_address", summary: "The account's own address is always verified" },
  Unauthorized: { status: 401, code: "unauthorized", summary: "No key, or one that opens nothing" },
  ScopeMissing: { status: 403, code: "scope_missing", summary: "The key is good, but not for this" },
  ForeignOrigin: { status: 403, code: "foreign_origin", summary: "A server without keys answers its own machine alone" },
  TaskNotFound: { status: 404, code: "task_not_found", summary: "There is none, or it is somebody else's" },
  ExecutionNotFound: { status: 404, code: "execution_not_found", summary: "The task has no such execution" },
  PageNotKept: { status: 404, code: "page_not_kept", summary: "The run cites no such page, or its text is kept no longer" },
  ApiKeyNotFound: { status: 404, code: "api_key_not_found", summary: "The caller has no such key" },
  NoSuchChannel: { status: 404, code: "no_such_channel", summary: "The task has no channel of this kind" },
  DeliveryNotFound: { status: 404, code: "send_not_found", summary: "The caller has no such send" },
  NotificationNotFound: { status: 404, code: "notification_not_found", summary: "The caller was told nothing by this execution" },
  NoDefaultChannel: { status: 404, code: "no_such_channel", summary: "The account has no default channel of this kind" },
  RouteNotFound: { status: 404, code: "not_found", summary: "There is nothing at this address" },
  MethodNotAllowed: { status: 405, code: "method_not_allowed", summary: "The address knows other methods; see Allow" },
  RequestInFlight: { status: 409, code: "request_in_flight", summary: "A request with this Idempotency-Key is still being answered; see Retry-After" },
  RunInProgress: { status: 409, code: "run_in_progress", summary: "The task is running; execution_id names the run" },
  ChannelUnsigned: { status: 409, code: "channel_unsigned", summary: "The channel does not sign, and has no secret" },
  FeedNotFound: { status: 404, code: "feed_not_found", summary: "There is no such feed, or it was closed" },
  TooManyFeeds: { status: 409, code: "feed_limit", summary: "The account has as many open feeds as it may; revoke one first" },
  TooManyApiKeys: { status: 409, code: "api_key_limit", summary: "The account has as many keys as it may; revoke one first" },
  NameTaken: { status: 409, code: "name_taken", summary: "The caller has tasks of every name the fork could get" },
  CodesUnavailable: { status: 409, code: "email_unconfigured", summary: "The server sends no mail, so no address can be verified" },
  ChannelUntemplated: { status: 409, code: "channel_untemplated", summary: "Messages by this channel have no template here" },
  WriteConflict: { status: 409, code: "conflict", summary: "Somebody else wrote the same thing at the same time" },
  VersionMismatch: { status: 412, code: "precondition_failed", summary: "If-Match names an older version" },
  BodyTooLarge: { status: 413, code: "body_too_large", summary: "The body is larger than the server reads" },
  UnsupportedMediaType: { status: 415, code: "unsupported_media_type", summary: "The body is not plain UTF-8 application/json" },
  RequestInvalid: { status: 422, code: "validation_failed", summary: "Something in the request is wrong; detail lists all of it" },
  InvalidAddress: { status: 422, code: "validation_failed", summary: "What was given is no mail address" },
  InvalidTemplate: { status: 422, code: "validation_failed", summary: "The template names what there is not, or is not closed" },
  UnknownChannel: { status: 422, code: "validation_failed", summary: "A notification type this server does not have" },
  ExpiryInThePast: { status: 422, code: "validation_failed", summary: "A key that would be over before it began" },
  IdempotencyKeyReused: { status: 422, code: "validation_failed", summary: "The Idempotency-Key was used for another request" },
  InvalidCondition: { status: 422, code: "validation_failed", summary: "The typed condition does not parse" },
  TooManyCodes: { status: 429, code: "rate_limited", summary: "Too many verification codes were asked for; see Retry-After" },
  ActiveTaskLimit: { status: 429, code: "active_task_limit", summary: "The user has as many active tasks as this server allows" },
  RateLimited: { status: 429, code: "rate_limited", summary: "Too many requests; see Retry-After" },
  Defect: { status: 500, code: "internal_error", summary: "A defect of the server" },
  CodeNotSent: { status: 503, code: "mail_unavailable", summary: "The mail server did not take the code; it may be asked for again" },
  IssuerUnreachable: { status: 503, code: "sign_in_unavailable", summary: "The issuer of tokens cannot be asked for its keys; see Retry-After" },
  StorageUnavailable: { status: 503, code: "unavailable", summary: "The storage cannot be reached; see Retry-After" }
} as const satisfies Readonly<Record<string, CatalogueEntry>>

export type ErrorTag = keyof typeof errorCatalogue
