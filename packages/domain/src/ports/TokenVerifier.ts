import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Unauthorized } from "../account/refusals.ts"
import type { Identity } from "../account/User.ts"

/** What a good token says of its holder. */
export interface SignedIn {
  readonly identity: Identity
  /** Null unless the issuer vouches for it: mail is sent to this address without asking. */
  readonly email: string | null
}

/** The issuer's keys cannot be had at the moment, so nobody can say whether the token is good. */
export class IssuerUnreachable extends Schema.TaggedError<IssuerUnreachable>()("IssuerUnreachable", {
  message: Schema.String
}) {
  readonly isRetryable = true
}

/**
 * Judges the tokens of whoever signs people in.
 *
 * Laws
 * - A token that is not the issuer's, not for this audience, not yet or no longer valid, or not signed by one of the issuer's
 *   public keys with an asymmetric algorithm is refused: `Token has expired` where only its time is over, else
 *   `Invalid authentication token`.
 * - A key the issuer has only now begun to use is fetched; one it has withdrawn is not used for longer than the keys are
 *   kept.
 * - A flood of tokens with unknown keys makes no flood of requests to the issuer.
 */
export class TokenVerifier extends Context.Service<TokenVerifier, {
  readonly verify: (token: string) => Effect.Effect<SignedIn, Unauthorized | IssuerUnreachable>
}>()("@vedette/domain/ports/TokenVerifier") {}
