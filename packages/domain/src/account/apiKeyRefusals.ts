import * as Schema from "effect/Schema"

/** There is none, or it is somebody else's: a stranger cannot tell which. */
export class ApiKeyNotFound extends Schema.TaggedError<ApiKeyNotFound>()("ApiKeyNotFound", {}) {
  override get message(): string {
    return "API key not found"
  }
}

/** A key that would have expired before it was made. */
export class ExpiryInThePast extends Schema.TaggedError<ExpiryInThePast>()("ExpiryInThePast", {}) {
  override get message(): string {
    return "expires_at should be in the future"
  }
}
