import * as Schema from "effect/Schema"

/** There is none, or it is somebody else's: a stranger cannot tell which. */
export class ApiKeyNotFound extends Schema.TaggedError<ApiKeyNotFound>()("ApiKeyNotFound", {}) {
  override get message(): string {
    return "API key not found"
  }
}

/** The user has as many keys that open something as an account may have. */
export class TooManyApiKeys extends Schema.TaggedError<TooManyApiKeys>()("TooManyApiKeys", { limit: Schema.Int }) {
  override get message(): string {
    return `An account has at most ${this.limit} keys. Revoke one that is used no longer (DELETE /auth/api-keys/{key_id}) first`
  }
}

/** A key that would have expired before it was made. */
export class ExpiryInThePast extends Schema.TaggedError<ExpiryInThePast>()("ExpiryInThePast", {}) {
  override get message(): string {
    return "expires_at should be in the future"
  }
}
