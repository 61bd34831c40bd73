import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { TaskId, UserId } from "../ids.ts"
import { Secrets } from "../ports/Secrets.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { getTask, type TaskView } from "./getTask.ts"

/** Who reads: a user, or whatever a request without a key tells of its sender. */
export type Reader =
  | { readonly userId: UserId }
  | { readonly userId: null; readonly address: string; readonly userAgent: string }

/**
 * Stands for a reader for one day. Keyed, because there are so few addresses that a plain hash could be guessed; with the
 * day in it, so that what is kept of two days cannot be laid side by side.
 */
const markOf = Effect.fn("markOf")(function*(reader: Reader, day: string) {
  const secrets = yield* Secrets
  return yield* secrets.keyedDigest(JSON.stringify([
    "view",
    day,
    ...(reader.userId === null ? ["browser", reader.address, reader.userAgent] : ["user", reader.userId])
  ]))
})

/** A view that cannot be counted is no reason not to show the task. */
const countView = Effect.fn("countView")(function*(id: TaskId, reader: Reader) {
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const day = DateTime.formatIsoDateUtc(now)
  const mark = yield* markOf(reader, day)
  return yield* TaskRepository.use((tasks) => tasks.recordView(id, { reader: mark, day }))
}, (counted) =>
  Effect.catchTag(counted, "StorageError", (error) => Effect.as(Effect.logWarning("A view was not counted", error), false)))

/** As `getTask`, and a reader other than the owner is counted: once a task and day (UTC, by the storage's clock). */
export const viewTask = Effect.fn("viewTask")(function*(reader: Reader, id: TaskId) {
  const view = yield* getTask(reader.userId, id)
  if (view.audience === "owner" || !(yield* countView(id, reader))) return view
  const counted: TaskView = { ...view, task: { ...view.task, viewCount: view.task.viewCount + 1 } }
  return counted
})
