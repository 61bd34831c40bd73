import * as Effect from "effect/Effect"
import type { TaskId } from "../ids.ts"
import { ConsentRepository, type OptOutScope } from "../ports/ConsentRepository.ts"
import { sameAddress } from "./sameAddress.ts"

/** The tasks that an address has unsubscribed from one by one: for a message that is about many. */
export const endedTasks = Effect.fn("endedTasks")(function*({ address, kind, userId }: OptOutScope) {
  const optOuts = yield* (yield* ConsentRepository).optOuts(userId, kind)
  return new Set<TaskId>(optOuts.flatMap((optOut) => sameAddress(optOut.address, address) ? optOut.taskId ?? [] : []))
})
