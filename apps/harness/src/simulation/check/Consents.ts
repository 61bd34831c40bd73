import { ownAddress, owners, userOf } from "../world/owners.ts"
import type { Arrival } from "../world/Receivers.ts"
import type { Step } from "./Step.ts"
import type { StoreImage } from "./StoreImage.ts"

/** Follows who may be written to, and since when they may not. */
export interface Consents {
  readonly commit: (step: Step) => void
  readonly arrive: (arrival: Arrival, image: StoreImage) => ReadonlyArray<string>
}

export const makeConsents = (startMs: number): Consents => {
  /** When what an account may write to an address was last changed: what was tried before may arrive later. */
  const changedMs = new Map<string, number>()
  const isOwn = (userId: string, address: string) => owners.some((owner) => userOf(owner) === userId && ownAddress(owner) === address)
  return {
    commit: ({ after, atMs, before }) => {
      if (before.optOuts === after.optOuts && before.verifiedAddresses === after.verifiedAddresses) return
      for (const part of ["optOuts", "verifiedAddresses"] as const) {
        for (const image of [before, after]) {
          for (const [id, { address, userId }] of image[part]) {
            if (before[part].has(id) !== after[part].has(id)) changedMs.set(`${userId} ${address}`, atMs)
          }
        }
      }
    },
    arrive: ({ address, kind, taskId, triedMs }, image) => {
      const userId = image.tasks.get(taskId)?.task.userId
      if (kind !== "mail" || userId === undefined || triedMs <= (changedMs.get(`${userId} ${address}`) ?? startMs)) return []
      const isTheirs = (row: { readonly userId: string; readonly address: string }) => row.userId === userId && row.address === address
      if (!isOwn(userId, address) && ![...image.verifiedAddresses.values()].some(isTheirs)) return [`${address} was written to and is not verified`]
      return [...image.optOuts.values()].some((row) => isTheirs(row) && (row.taskId === null || row.taskId === taskId))
        ? [`${address} was written to and has unsubscribed`]
        : []
    }
  }
}
