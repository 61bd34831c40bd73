import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { freshId, type TaskId, type UserId } from "../ids.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { draftTask } from "./draftTask.ts"
import { forkNames } from "./forkName.ts"
import { NameTaken, TaskNotFound } from "./refusals.ts"
import type { Task } from "./Task.ts"

/** What the question is made of; it goes along whosever the task is. */
const question = ({ cadence, conditionDescription, notify, searchQuery, sources }: Task) => ({
  cadence,
  conditionDescription,
  notify,
  searchQuery,
  sources
})

/**
 * Copies a public task, or one of the caller's own, as a paused and private task of the caller. State and history stay
 * behind; so do, where it is another's, channels, context, tags and the wishes of when to be told.
 *
 * Forking another's task counts its user as a subscriber of it, once. The source is locked meanwhile, so that two forks at
 * once do not take one name.
 */
export const forkTask = Effect.fn("forkTask")(function*(userId: UserId, id: TaskId, wanted: string | null) {
  const tasks = yield* TaskRepository
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* tasks.lock(id)
    if (Option.isNone(found)) return yield* new TaskNotFound()
    const source = found.value
    const own = source.userId === userId
    if (!own && !source.isPublic) return yield* new TaskNotFound()
    const names = forkNames(source.name, wanted?.trim() || null)
    const taken = yield* tasks.namesInUse(userId, names)
    const name = names.find((one) => !taken.includes(one))
    if (name === undefined) return yield* new NameTaken({ names })
    const fork: Task = {
      ...draftTask({
        userId,
        name,
        ...question(source),
        state: "paused",
        ...(own ? { alerting: source.alerting, context: source.context, tags: source.tags } : {})
      }, {
        id: yield* freshId<TaskId>(),
        now: yield* unitOfWork.now,
        condition: source.condition,
        // The receiver of one's own webhook knows its secret: it goes along.
        channels: own ? source.channels : [],
        dueReason: null
      }),
      forkedFromTaskId: source.id
    }
    yield* tasks.insert(fork)
    if (!own) yield* tasks.recordSubscriber(source.id, userId)
    return fork
  }))
})
