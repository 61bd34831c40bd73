import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { ActiveTaskLimit } from "./refusals.ts"

/**
 * Whether a user may have one more active task. Asked inside the transaction that makes it active: until that ends nobody
 * else gets an answer for this user, so no two of them take the last place.
 */
export const checkActiveTasks = Effect.fn("checkActiveTasks")(function*(userId: UserId) {
  const { maxActiveTasks } = yield* Policy
  if (maxActiveTasks === null) return
  const active = yield* TaskRepository.use((tasks) => tasks.lockActiveCount(userId))
  if (active >= maxActiveTasks) return yield* new ActiveTaskLimit({ limit: maxActiveTasks })
})
