import * as Effect from "effect/Effect"
import { ConsentRepository, type OptOutScope } from "../ports/ConsentRepository.ts"
import { sameAddress } from "./sameAddress.ts"
import { isTrusted, trustedAddresses } from "./trustedAddresses.ts"

export const unsubscribedFromTask = (address: string): string => `${address} has unsubscribed from this task.`

/**
 * Why nothing may be sent to an address at this moment, or null when it may. Asked at each try and not when something is
 * owed: who verifies an address is told what is owed to it, and who unsubscribes gets nothing that was owed before.
 *
 * @param taskId null: what is to be sent is about no single task, so an opt-out of one does not end it
 */
export const consentRefusal = Effect.fn("consentRefusal")(function*({ address, kind, taskId, userId }: OptOutScope) {
  if (!isTrusted(yield* trustedAddresses(userId, kind), address)) {
    return `The address ${address} is not verified, so nothing is sent there.`
  }
  const ended = (yield* (yield* ConsentRepository).optOuts(userId, kind)).filter((other) => sameAddress(other.address, address))
  if (ended.some((optOut) => optOut.taskId === null)) return `${address} has unsubscribed from all messages of this account.`
  return taskId !== null && ended.some((optOut) => optOut.taskId === taskId) ? unsubscribedFromTask(address) : null
})
