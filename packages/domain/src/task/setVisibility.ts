import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { TaskNotFound } from "./refusals.ts"

/** Shows a task, its runs and its feeds to everybody, or to its owner alone again. Setting it twice changes nothing. */
export const setVisibility = Effect.fn("setVisibility")(function*(userId: UserId, id: TaskId, isPublic: boolean) {
  const tasks = yield* TaskRepository
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* tasks.lock(id)
    if (Option.isNone(found) || found.value.userId !== userId) return yield* new TaskNotFound()
    if (found.value.isPublic !== isPublic) {
      yield* tasks.save({ ...found.value, isPublic, updatedAt: yield* unitOfWork.now })
    }
  }))
})
