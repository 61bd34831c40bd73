import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { issueSecret } from "./issueSecret.ts"
import { NoSuchChannel, TaskNotFound } from "./refusals.ts"
import { rotatedSecrets } from "./rotatedSecrets.ts"

/**
 * Issues a new signing secret for a task's channel and answers it, once. The old one signs beside it for the
 * policy's overlap, so that a receiver can change over without losing a message.
 */
export const rotateSecret = Effect.fn("rotateSecret")(function*(userId: UserId, id: TaskId, kind: ChannelKind) {
  const tasks = yield* TaskRepository
  const policy = yield* Policy
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* tasks.lock(id)
    if (Option.isNone(found) || found.value.userId !== userId) return yield* new TaskNotFound()
    const task = found.value
    const channel = task.channels.find((channel) => channel.kind === kind)
    if (channel === undefined) return yield* new NoSuchChannel({ kind })
    const now = yield* unitOfWork.now
    const { plain, secret } = yield* issueSecret()
    const secrets = rotatedSecrets(channel.secrets, secret, now, policy.secretOverlap)
    yield* tasks.save({
      ...task,
      channels: task.channels.map((other) => other.kind === kind ? { ...other, secrets } : other),
      updatedAt: now
    })
    return plain
  }))
})
