import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ApiKeyId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"

/** Who somebody is at whoever signs them in: a subject is unique only at its issuer. */
export const Identity = Schema.Struct({ issuer: Schema.String, subject: Schema.String })
export type Identity = typeof Identity.Type

export const User = Schema.Struct({
  id: UserId,
  email: Schema.NullOr(Schema.String),
  isActive: Schema.Boolean,
  createdAt: Instant,
  /** With `subject`, the identity this user signs in with; both null for a user who has keys alone. */
  issuer: Schema.NullOr(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  subject: Schema.NullOr(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  /** When the user has put away the front end's greeting; null before. */
  welcomedAt: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export type User = typeof User.Type

export const ApiKeyScope = Schema.Literals(["read", "write", "admin"])
export type ApiKeyScope = typeof ApiKeyScope.Type

export const ApiKey = Schema.Struct({
  id: ApiKeyId,
  userId: UserId,
  name: Schema.String,
  /** The first characters of the key, for look-up and for telling keys apart. */
  prefix: Schema.String,
  /** SHA-256 of the whole key, hex. The key itself is stored nowhere. */
  digest: Schema.String,
  scopes: Schema.Array(ApiKeyScope),
  createdAt: Instant,
  expiresAt: Schema.NullOr(Instant),
  revokedAt: Schema.NullOr(Instant),
  lastUsedAt: Schema.NullOr(Instant)
})
export type ApiKey = typeof ApiKey.Type
