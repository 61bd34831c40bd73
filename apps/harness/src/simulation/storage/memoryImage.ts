import type { MemoryState } from "@vedette/storage-memory"
import * as DateTime from "effect/DateTime"
import * as HashMap from "effect/HashMap"
import type { StoreImage, TaskImage } from "../check/StoreImage.ts"

const taskImages = (state: MemoryState): ReadonlyMap<string, TaskImage> => {
  const images = new Map<string, TaskImage>()
  for (const [id, task] of state.tasks) {
    const timer = HashMap.getUnsafe(state.timers, id)
    images.set(id, {
      task,
      generation: timer.generation,
      fence: timer.fence,
      dueMs: timer.dueAt === null ? null : DateTime.toEpochMillis(timer.dueAt),
      leaseUntilMs: timer.lease?.until ?? null
    })
  }
  return images
}

const leaseEnds = (leases: Iterable<readonly [string, { readonly until: number }]>): ReadonlyMap<string, number> =>
  new Map([...leases].map(([id, lease]) => [id, lease.until] as const))

/** Pictures of the memory storage, one after the other; what is as it was in the last one is taken over from it. */
export const makeMemoryImages = (): (state: MemoryState) => StoreImage => {
  let last: { readonly state: MemoryState; readonly image: StoreImage } | null = null
  return (state) => {
    const before = last
    if (before?.state === state) return before.image
    const part = <Part extends keyof StoreImage & keyof MemoryState>(name: Part, take: (state: MemoryState) => StoreImage[Part]): StoreImage[Part] =>
      before !== null && before.state[name] === state[name] ? before.image[name] : take(state)
    const image: StoreImage = {
      tasks: before !== null && before.state.tasks === state.tasks && before.state.timers === state.timers
        ? before.image.tasks
        : taskImages(state),
      executions: part("executions", ({ executions }) => new Map(executions)),
      attempts: part("attempts", ({ attempts }) => new Map(attempts)),
      notifications: part("notifications", ({ notifications }) => new Map(notifications)),
      deliveries: part("deliveries", ({ deliveries }) => new Map(deliveries)),
      deliveryLeases: part("deliveryLeases", ({ deliveryLeases }) => leaseEnds(deliveryLeases)),
      digests: part("digests", ({ digests }) => new Map(digests)),
      digestLeases: part("digestLeases", ({ digestLeases }) => leaseEnds(digestLeases)),
      accountChannels: part("accountChannels", ({ accountChannels }) => new Map(accountChannels)),
      verifiedAddresses: part("verifiedAddresses", ({ verifiedAddresses }) => new Map(verifiedAddresses)),
      optOuts: part("optOuts", ({ optOuts }) => new Map(optOuts))
    }
    // A statement that found nothing to do leaves a new state with all the old rows in it.
    const isSame = before !== null && Object.entries(image).every(([part, rows]) => before.image[part as keyof StoreImage] === rows)
    last = { state, image: isSame ? before.image : image }
    return last.image
  }
}
