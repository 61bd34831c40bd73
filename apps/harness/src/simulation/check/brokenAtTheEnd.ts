import { openOf } from "./brokenByTasks.ts"
import type { StoreImage } from "./StoreImage.ts"

/** The longest that a run may be open in calm weather: its tries with their pauses, at the most. */
const LONGEST_RUN_MS = 6 * 3_600_000

/** The server's upper bound on the cadence, and the jitter. */
const LONGEST_INTERVAL_MS = 7.5 * 24 * 3_600_000

/** What is left undone after days without any fault, in words. Pure. */
export const brokenAtTheEnd = (image: StoreImage, nowMs: number): ReadonlyArray<string> => {
  const open = openOf(image)
  return [...image.tasks.values()].flatMap(({ dueMs, leaseUntilMs, task }) => {
    const broken: Array<string> = []
    if (task.state === "active" && leaseUntilMs === null) {
      if (dueMs === null || dueMs < nowMs - LONGEST_RUN_MS) broken.push(`${task.name} is not being checked`)
      else if (dueMs > nowMs + LONGEST_INTERVAL_MS && task.dueReason?.startsWith("the budget is used up") !== true) broken.push(`${task.name} is not looked at for too long`)
    }
    for (const execution of open.get(task.id) ?? []) {
      if (execution.createdAt.epochMilliseconds < nowMs - LONGEST_RUN_MS) broken.push(`a run of ${task.name} does not come to its end`)
    }
    return broken
  })
}
