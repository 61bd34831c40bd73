import * as Effect from "effect/Effect"
import type { UserId } from "../ids.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { withLastExecutions } from "./listTasks.ts"

/** A page of everybody's public tasks, and how many there are in all. The reader's own are shown as to their owner. */
export const listPublicTasks = Effect.fn("listPublicTasks")(function*(
  reader: UserId | null,
  query: {
    readonly q: string | null
    readonly sortBy: "recent" | "popular"
    readonly offset: number
    readonly limit: number
  }
) {
  const tasks = yield* TaskRepository
  const views = yield* withLastExecutions(
    yield* tasks.listPublic(query),
    (task) => task.userId === reader ? "owner" : "public"
  )
  return { views, total: yield* tasks.countPublic(query) }
})
