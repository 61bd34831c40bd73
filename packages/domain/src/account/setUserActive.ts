import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { getUser } from "./getUser.ts"

/** Deactivates a user, whose keys and tokens stop with this commit, or lets them back in. Tasks and history stay. */
export const setUserActive = Effect.fn("setUserActive")(function*(id: UserId, isActive: boolean) {
  yield* (yield* AccountRepository).saveUser({ ...yield* getUser(id), isActive })
})
