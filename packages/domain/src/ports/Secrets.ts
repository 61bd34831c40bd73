import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A stored secret could not be opened: another key sealed it, or it was altered. */
export class SecretUnreadable extends Schema.TaggedError<SecretUnreadable>()("SecretUnreadable", {
  message: Schema.String
}) {}

/**
 * What must not be readable in the database.
 *
 * Laws
 * - `open(seal(x))` is `x`; two seals of one text differ; an altered seal fails with `SecretUnreadable`.
 * - `digest` is SHA-256 as hex, the same on every machine.
 * - `keyedDigest` is one text's for ever under one key, says nothing without the key, and is never the `digest`.
 */
export class Secrets extends Context.Service<Secrets, {
  /** Authenticated encryption (AES-256-GCM) under the installation's key. */
  readonly seal: (plain: string) => Effect.Effect<string>
  readonly open: (sealed: string) => Effect.Effect<string, SecretUnreadable>
  readonly digest: (text: string) => Effect.Effect<string>
  /** For what has so few values that a plain digest could be guessed, such as network addresses. Hex, 64 characters. */
  readonly keyedDigest: (text: string) => Effect.Effect<string>
}>()("@vedette/domain/ports/Secrets") {}
