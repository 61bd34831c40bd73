import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { TaskNotFound } from "./refusals.ts"

/** Who reads: decides which fields may be shown. */
export type Audience = "owner" | "public"

/** The task, if the reader may see it. `reader` null: nobody signed in. */
export const readableTask = Effect.fn("readableTask")(function*(reader: UserId | null, id: TaskId) {
  const found = yield* TaskRepository.use((tasks) => tasks.find(id))
  if (Option.isNone(found)) return yield* new TaskNotFound()
  const task = found.value
  if (task.userId === reader) return { task, audience: "owner" as const }
  if (task.isPublic) return { task, audience: "public" as const }
  return yield* new TaskNotFound()
})
