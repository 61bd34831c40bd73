import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { Task } from "../task/Task.ts"
import { afterTry, type AfterTry } from "./afterTry.ts"
import type { Delivery } from "./Delivery.ts"
import { isUntold } from "./isUntold.ts"
import { oweFailure } from "./oweFailure.ts"
import type { Tried } from "./Tried.ts"

/** From 200 ms, doubled up to 5 s: a failover is over in seconds, and twenty tries a channel may be waiting for it. */
const pauseMs = (failures: number): number => Math.min(200 * 2 ** failures, 5_000)

const switchedOff = (task: Task, { kind, target }: Delivery, why: string): Task => ({
  ...task,
  channels: task.channels.map((channel) =>
    // Not a channel that was edited while this target answered.
    channel.kind === kind && Equal.equals(channel.target, target)
      ? { ...channel, disabledReason: why }
      : channel
  )
})

const goneReason = (tried: Tried): string | null => {
  if (tried._tag === "Unsendable" || Result.isSuccess(tried.answer)) return null
  const reason = tried.answer.failure
  return reason._tag === "TargetRejected" && reason.gone ? reason.message : null
}

/** Whether its owner has to be told by another channel that this one did not tell. */
const isLost = (tried: Tried, delivery: Delivery): boolean => isUntold(delivery) || (tried._tag === "Unsendable" && tried.gone)

/** The least that must be known of a try: without what the far end said, and under the address it was owed to. */
const bare = ({ attempt, delivery }: AfterTry, { address, target }: Delivery): AfterTry => ({
  delivery: { ...delivery, address, target, lastHttpStatus: null },
  attempt: attempt === null ? null : { ...attempt, httpStatus: null, responseExcerpt: null }
})

/**
 * Stores what came of a try. False: the claim was lost, or the delivery is gone with its task.
 *
 * A target that has answered must not be told again because we could not write it down. So a storage that is away is
 * waited for until the lease ends, and an outcome that it refuses (two deliveries of one event that now point to one
 * address, an answer that cannot be stored) is stored without its details. Nothing interrupts but the pauses between:
 * a worker that must stop while its storage is away cannot keep the answer anyway.
 *
 * @param until epoch milliseconds by `Clock`, the end of the lease
 * @param restore makes the pauses interruptible
 */
export const recordTry = Effect.fn("recordTry")(function*(
  claimed: Delivery,
  tried: Tried,
  options: {
    readonly until: number
    readonly restore: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  }
) {
  const outbox = yield* Outbox
  const defaults = yield* AccountChannels
  const tasks = yield* TaskRepository
  const unitOfWork = yield* UnitOfWork
  const random = yield* Random.next
  const gone = goneReason(tried)

  const switchOff = Effect.fnUntraced(function*(task: Task, delivery: Delivery, why: string) {
    if (delivery.channelOf === "task") {
      yield* tasks.save(switchedOff(task, delivery, why))
      return
    }
    const channel = yield* defaults.lock(delivery.userId, delivery.kind)
    // Not one that was pointed elsewhere while this target answered.
    if (Option.isSome(channel) && Equal.equals(channel.value.target, delivery.target)) {
      yield* defaults.save({ ...channel.value, disabledReason: why })
    }
  })

  const store = unitOfWork.transact(Effect.gen(function*() {
    const now = yield* unitOfWork.now
    const { attempt, delivery } = afterTry(tried, now, random)
    // The task first, as everybody who writes both: a deletion locks it and then takes its deliveries with it.
    const task = isLost(tried, delivery) ? Option.getOrNull(yield* tasks.lock(claimed.taskId)) : null
    const saved = yield* outbox.save(delivery, attempt)
    if (saved && task !== null) {
      yield* oweFailure(task, delivery, now)
      if (gone !== null) yield* switchOff(task, delivery, gone)
    }
    return saved
  }))
  const storeBare = unitOfWork.transact(Effect.gen(function*() {
    const { attempt, delivery } = bare(afterTry(tried, yield* unitOfWork.now, random), claimed)
    return yield* outbox.save(delivery, attempt)
  }))

  const patiently = <R>(
    write: Effect.Effect<boolean, StorageError, R>,
    failures = 0
  ): Effect.Effect<boolean, StorageError, R> =>
    Effect.catch(write, (error) =>
      Effect.gen(function*() {
        const pause = Duration.millis(pauseMs(failures))
        const resumes = (yield* Clock.currentTimeMillis) + Duration.toMillis(pause)
        if (!error.isRetryable || resumes >= options.until) return yield* error
        yield* options.restore(Effect.sleep(pause))
        return yield* patiently(write, failures + 1)
      }))

  return yield* patiently(store).pipe(
    Effect.catchCause((cause) =>
      Effect.logWarning("The outcome of a delivery was refused; it is stored without its details", cause).pipe(
        Effect.andThen(patiently(storeBare))
      )
    )
  )
})
