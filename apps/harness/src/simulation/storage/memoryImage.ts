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

/** Pictures of the memory storage, one after the other; what is as it was in the last one is taken over from it. */
export const makeMemoryImages = (): (state: MemoryState) => StoreImage => {
  let last: { readonly state: MemoryState; readonly image: StoreImage } | null = null
  return (state) => {
    const before = last
    if (before?.state === state) return before.image
    const image: StoreImage = {
      tasks: before !== null && before.state.tasks === state.tasks && before.state.timers === state.timers
        ? before.image.tasks
        : taskImages(state),
      executions: before?.state.executions === state.executions ? before.image.executions : new Map(state.executions),
      attempts: before?.state.attempts === state.attempts ? before.image.attempts : new Map(state.attempts),
      notifications: before?.state.notifications === state.notifications
        ? before.image.notifications
        : new Map(state.notifications),
      deliveries: before?.state.deliveries === state.deliveries ? before.image.deliveries : new Map(state.deliveries),
      deliveryLeases: before?.state.deliveryLeases === state.deliveryLeases
        ? before.image.deliveryLeases
        : new Map([...state.deliveryLeases].map(([id, lease]) => [id, lease.until] as const))
    }
    // A statement that found nothing to do leaves a new state with all the old rows in it.
    const isSame = before !== null && Object.entries(image).every(([part, rows]) => before.image[part as keyof StoreImage] === rows)
    last = { state, image: isSame ? before.image : image }
    return last.image
  }
}
