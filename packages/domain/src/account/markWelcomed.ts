import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { getUser } from "./getUser.ts"

/** Remembers that a user has seen the front end's greeting. The first time stands. */
export const markWelcomed = Effect.fn("markWelcomed")(function*(id: UserId) {
  const user = yield* getUser(id)
  if (user.welcomedAt !== null) return
  yield* (yield* AccountRepository).saveUser({ ...user, welcomedAt: yield* DateTime.now })
})
