import type { StoreImage } from "../check/StoreImage.ts"
import type { World } from "./World.ts"

/**
 * Whether nothing is going on anywhere: nobody holds a claim or has left one, nothing is due that anybody could take up, no answer is on
 * its way. Then programs that look for work find none, however often they look.
 */
export const isIdle = (image: StoreImage, nowMs: number, world: World): boolean => {
  let up = false
  for (const worker of world.workers.values()) {
    if (worker.isStopping() && !worker.door.isDead()) return false
    if (!world.isUp(worker)) continue
    up = true
    if (worker.door.isBusy()) return false
  }
  for (const { dueMs, leaseUntilMs } of image.tasks.values()) {
    if (leaseUntilMs !== null && (leaseUntilMs > nowMs || up)) return false
    if (up && dueMs !== null && dueMs <= nowMs) return false
  }
  for (const leases of [image.deliveryLeases, image.digestLeases]) for (const untilMs of leases.values()) if (untilMs > nowMs) return false
  if (!up) return true
  for (const owed of [image.deliveries, image.digests]) {
    for (const { dueAt } of owed.values()) if (dueAt !== null && dueAt.epochMilliseconds <= nowMs) return false
  }
  return true
}

/** The next instant from now on at which something becomes due; infinite where nothing will. */
export const nextDueMs = (image: StoreImage, nowMs: number): number => {
  let next = Infinity
  for (const { dueMs } of image.tasks.values()) if (dueMs !== null && dueMs > nowMs && dueMs < next) next = dueMs
  for (const owed of [image.deliveries, image.digests]) {
    for (const { dueAt } of owed.values()) {
      const dueMs = dueAt === null ? Infinity : dueAt.epochMilliseconds
      if (dueMs > nowMs && dueMs < next) next = dueMs
    }
  }
  return next
}
