import type { StoreImage } from "./StoreImage.ts"

/** What the programs may take longer than they say: a statement on a good day, twice over. */
const GRACE_MS = 10_000

/** What nothing wakes is found by the reconciler, at its next turn: five minutes at the most here. */
const CLOSED_WITHIN_MS = 6 * 60_000

/** Liveness: what is due is taken up as soon as somebody can. */
export interface Watch {
  /** Something stood in the way until now: time that passed so far does not count. */
  readonly disturbed: (nowMs: number) => void
  /** For so long now that what a process left is taken over, or closed. */
  readonly isCalm: (nowMs: number) => boolean
  /** Looks before time goes on. `withinMs`: the longest sleep of the workers; `room`: runs that could be taken up now. */
  readonly look: (image: StoreImage, nowMs: number, withinMs: number, room: number) => ReadonlyArray<string>
}

/** @param perOwner runs of one owner at a time; null: any number */
export const makeWatch = (startMs: number, perOwner: number | null = null): Watch => {
  let calmSinceMs = startMs
  const held = new Set<string>()
  /** A worker that stops hands its runs back: what was due meanwhile waits from then on. */
  const freeSinceMs = new Map<string, number>()
  return {
    disturbed: (nowMs) => {
      calmSinceMs = nowMs
    },
    isCalm: (nowMs) => nowMs - calmSinceMs > CLOSED_WITHIN_MS,
    look: (image, nowMs, withinMs, room) => {
      let claimed = 0
      const ofOwner = new Map<string, number>()
      for (const [id, { leaseUntilMs, task }] of image.tasks) {
        if (leaseUntilMs !== null && leaseUntilMs > nowMs) {
          claimed += 1
          ofOwner.set(task.userId, (ofOwner.get(task.userId) ?? 0) + 1)
          held.add(id)
        } else if (held.delete(id)) freeSinceMs.set(id, nowMs)
      }
      if (claimed >= room) {
        calmSinceMs = nowMs
        return []
      }
      // Whose others run is waiting for them.
      for (const [id, { task }] of image.tasks) if ((ofOwner.get(task.userId) ?? 0) >= (perOwner ?? Infinity)) freeSinceMs.set(id, nowMs)
      const broken: Array<string> = []
      const isLate = (sinceMs: number) => nowMs - Math.max(sinceMs, calmSinceMs) > withinMs + GRACE_MS
      for (const [id, { dueMs, leaseUntilMs, task }] of image.tasks) {
        if (dueMs === null && leaseUntilMs !== null && nowMs - Math.max(leaseUntilMs, calmSinceMs) > CLOSED_WITHIN_MS) {
          broken.push(`the worker of a run of ${task.name} is gone, and nobody closes the run`)
        }
        if (dueMs !== null && isLate(Math.max(leaseUntilMs ?? dueMs, freeSinceMs.get(id) ?? 0))) {
          broken.push(`${task.name} has been due for ${Math.round((nowMs - (leaseUntilMs ?? dueMs)) / 1_000)} s, and nobody takes it up`)
        }
      }
      for (const [id, { dueAt, kind }] of image.digests) {
        if (dueAt !== null && isLate(Math.max(dueAt.epochMilliseconds, image.digestLeases.get(id) ?? 0))) {
          broken.push(`a digest by ${kind} is due, and nobody sends it`)
        }
      }
      for (const [id, { address, digestId, dueAt }] of image.deliveries) {
        if (dueAt !== null && digestId === null && isLate(Math.max(dueAt.epochMilliseconds, image.deliveryLeases.get(id) ?? 0))) {
          broken.push(`a delivery to ${address} is due, and nobody takes it up`)
        }
      }
      return broken
    }
  }
}
