import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { ConsentRepository } from "../ports/ConsentRepository.ts"
import { readUnsubscribeToken } from "./unsubscribeToken.ts"

/**
 * Ends what a token stands for, or everything that its account sends to the address. Asked for twice it is ended once.
 * Answers the scope that was ended.
 */
export const unsubscribe = Effect.fn("unsubscribe")(function*(token: string, from: "task" | "account") {
  const consents = yield* ConsentRepository
  const scope = yield* readUnsubscribeToken(token)
  const ended = from === "account" ? { ...scope, taskId: null } : scope
  yield* consents.optOut({ ...ended, createdAt: yield* DateTime.now })
  return ended
})
