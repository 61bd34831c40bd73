import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { UserId } from "../ids.ts"
import { AccountRepository } from "../ports/AccountRepository.ts"
import { Unauthorized } from "./refusals.ts"

/** The caller. Gone since they were let in: then they are not let in. */
export const getUser = Effect.fn("getUser")(function*(id: UserId) {
  const found = yield* (yield* AccountRepository).findUser(id)
  return yield* Option.match(found, {
    onNone: () => Effect.fail(new Unauthorized({ why: "Invalid API key" })),
    onSome: Effect.succeed
  })
})
