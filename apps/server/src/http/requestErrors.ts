import type { Violation } from "@vedette/http-contract"
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"

/** What is wrong with a request before the domain sees it, and with the server where the domain cannot answer. */

export class BadRequest extends Data.TaggedError("BadRequest")<{ readonly message: string }> {}

export class RouteNotFound extends Data.TaggedError("RouteNotFound") {}

export class MethodNotAllowed extends Data.TaggedError("MethodNotAllowed")<{ readonly allow: ReadonlyArray<string> }> {}

export class BodyTooLarge extends Data.TaggedError("BodyTooLarge") {}

/** `part`: what of the body's description is not taken. */
export class UnsupportedMediaType extends Data.TaggedError("UnsupportedMediaType")<{
  readonly part: "content encoding" | "charset" | "media type"
  readonly given: string
}> {}

export class RequestInvalid extends Data.TaggedError("RequestInvalid")<{
  readonly violations: ReadonlyArray<Violation>
}> {}

/** Nobody signs in to this server, so it answers only who calls from this machine. */
export class ForeignOrigin extends Data.TaggedError("ForeignOrigin")<{ readonly what: string }> {}

/** More requests than are allowed. */
export class RateLimited extends Data.TaggedError("RateLimited")<{
  readonly resetsIn: Duration.Duration
  readonly headers: Readonly<Record<string, string>>
}> {}

/** Another request with the same `Idempotency-Key` is still being answered. */
export class RequestInFlight extends Data.TaggedError("RequestInFlight") {}

/** The `Idempotency-Key` was used for another request. */
export class IdempotencyKeyReused extends Data.TaggedError("IdempotencyKeyReused")<{ readonly key: string }> {}

/** Two writers met on a uniqueness rule or a row's version; who reads again may succeed. */
export class WriteConflict extends Data.TaggedError("WriteConflict") {}

export class StorageUnavailable extends Data.TaggedError("StorageUnavailable") {}

/** Nobody's fault but ours. It says nothing outside; what it was stands in the log under the request's id. */
export class Defect extends Data.TaggedError("Defect")<{ readonly cause: unknown }> {}
