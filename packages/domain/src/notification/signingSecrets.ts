import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Secrets } from "../ports/Secrets.ts"
import type { Channel } from "../task/Channel.ts"

/**
 * The plain secrets that sign for a channel at `now`, newest first; none where it does not sign.
 *
 * Fails with `SecretUnreadable` when the current one does not open: a signature by a retiring one alone would soon be
 * refused, and by then nobody would remember why. A retiring one that does not open is passed over, because receivers
 * know the current one too.
 */
export const signingSecrets = Effect.fn("signingSecrets")(function*(channel: Pick<Channel, "secrets">, now: DateTime.Utc) {
  const secrets = yield* Secrets
  const valid = channel.secrets.filter(({ validUntil }) => validUntil === null || DateTime.isGreaterThan(validUntil, now))
  const plain: Array<string> = []
  for (const [i, { sealed, validUntil }] of valid.entries()) {
    const opened = yield* Effect.result(secrets.open(sealed))
    if (Result.isSuccess(opened)) plain.push(opened.success)
    else if (validUntil === null || (plain.length === 0 && i === valid.length - 1)) return yield* opened.failure
    else yield* Effect.logWarning("A retiring signing secret cannot be opened and does not sign", opened.failure)
  }
  return plain
})
