import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { freshId, type UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import type { SignedIn, TokenVerifier } from "../ports/TokenVerifier.ts"
import type { Principal } from "./Principal.ts"
import { Unauthorized } from "./refusals.ts"
import type { User } from "./User.ts"

/** The user of an identity; the first time it is seen, a new one. */
const userOf = Effect.fn("userOf")(function*({ email, identity }: SignedIn) {
  const accounts = yield* AccountRepository
  const found = yield* accounts.findIdentity(identity)
  if (Option.isSome(found)) return { user: found.value, firstSeen: false }
  const user: User = {
    id: yield* freshId<UserId>(),
    email,
    isActive: true,
    createdAt: yield* DateTime.now,
    ...identity,
    welcomedAt: null
  }
  return yield* accounts.insertUser(user).pipe(
    Effect.as({ user, firstSeen: true }),
    // Another request of the same person was first by a moment.
    Effect.catchIf(
      (error) => error.reason._tag === "Conflict" && error.reason.rule === "user_identity",
      (error) =>
        Effect.flatMap(accounts.findIdentity(identity), Option.match({
          onNone: () => Effect.fail(error),
          onSome: (user) => Effect.succeed({ user, firstSeen: false })
        }))
    )
  )
})

/**
 * Who a token of the configured issuer belongs to. Its holder is a person at their own front end and may do everything;
 * programs get keys, whose scopes are chosen.
 */
export const authenticateToken = Effect.fn("authenticateToken")(function*(
  verifier: TokenVerifier["Service"],
  token: string
) {
  const { firstSeen, user } = yield* userOf(yield* verifier.verify(token))
  if (!user.isActive) return yield* new Unauthorized({ why: "Invalid authentication token" })
  const principal: Principal = {
    userId: user.id,
    scopes: ["read", "write", "admin"],
    credential: `user:${user.id}`,
    firstSeen
  }
  return principal
})
