import * as Effect from "effect/Effect"
import { ConsentRepository, type OptOutScope } from "../ports/ConsentRepository.ts"
import { sameAddress } from "./sameAddress.ts"

/** Takes an opt-out back, as the account that sends can: its addresses are its user's own. False: there was none. */
export const resubscribe = Effect.fn("resubscribe")(function*(scope: OptOutScope) {
  const consents = yield* ConsentRepository
  const ended = (yield* consents.optOuts(scope.userId, scope.kind)).filter((optOut) =>
    optOut.taskId === scope.taskId && sameAddress(optOut.address, scope.address)
  )
  yield* Effect.forEach(ended, (optOut) => consents.optIn(optOut))
  return ended.length > 0
})
