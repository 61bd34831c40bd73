import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { mayPass } from "../ports/mayPass.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { Task } from "../task/Task.ts"
import { afterTry, type AfterTry } from "./afterTry.ts"
import type { Delivery } from "./Delivery.ts"
import { goneReason } from "./goneReason.ts"
import { hasTwin } from "./hasTwin.ts"
import { isUntold } from "./isUntold.ts"
import { oweFailure } from "./oweFailure.ts"
import type { Tried } from "./Tried.ts"
import { type Patience, whileStorageIsAway } from "./whileStorageIsAway.ts"

const switchedOff = (task: Task, { kind, target }: Delivery, why: string): Task => ({
  ...task,
  channels: task.channels.map((channel) =>
    // Not a channel that was edited while this target answered.
    channel.kind === kind && Equal.equals(channel.target, target)
      ? { ...channel, disabledReason: why }
      : channel
  )
})

/** Whether its owner has to be told by another channel that this one did not tell. */
const isLost = (tried: Tried, delivery: Delivery): boolean => isUntold(delivery) || (tried._tag === "Unsendable" && tried.gone)

/** The least that must be known of a try: without what the far end said, and under the address it was owed to. */
const bare = ({ attempt, delivery }: AfterTry, { address, target }: Delivery): AfterTry => ({
  delivery: { ...delivery, address, target, lastHttpStatus: null },
  attempt: attempt === null ? null : { ...attempt, httpStatus: null, responseExcerpt: null }
})

/** How an outcome is stored: whole, or as much of it as a storage takes that refused more. */
interface Telling {
  readonly details: boolean
  /** Whether the try itself is kept, its owner is told by another channel, and a channel that is gone is switched off. */
  readonly consequences: boolean
}

const whole: Telling = { details: true, consequences: true }
const bareOutcome: Telling = { details: false, consequences: true }
const outcomeAlone: Telling = { details: false, consequences: false }

/**
 * Stores what came of a try. False: the claim was lost, or the delivery is gone with its task.
 *
 * An outcome that the storage refuses (an answer that cannot be stored, two deliveries of one event that now point to one
 * address) is stored without its details, and what follows from it with it: its owner is told by another channel all the
 * same. Only where that is refused as well is the outcome stored alone, without the try: what is
 * sent and never stored is sent again with every lease.
 *
 * Fails where the storage stays away: of a failure whose word could not be stored, nothing is. Its lease runs out, and it is
 * tried again.
 */
export const recordTry = Effect.fn("recordTry")(function*(claimed: Delivery, tried: Tried, patience: Patience) {
  const outbox = yield* Outbox
  const defaults = yield* AccountChannels
  const tasks = yield* TaskRepository
  const unitOfWork = yield* UnitOfWork
  const random = yield* Random.next
  const gone = tried._tag === "Answered" ? goneReason(tried.answer) : null

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

  const store = ({ consequences, details }: Telling) =>
    unitOfWork.transact(Effect.gen(function*() {
      const now = yield* unitOfWork.now
      const after = afterTry(tried, now, random)
      const { attempt, delivery } = details ? after : bare(after, claimed)
      // The task first, as everybody who writes both: a deletion locks it and then takes its deliveries with it.
      const lost = consequences && isLost(tried, delivery)
      const task = lost ? Option.getOrNull(yield* tasks.lock(claimed.taskId)) : null
      const saved = yield* outbox.save(delivery, consequences ? attempt : null)
      if (saved && task !== null) {
        if (details || !(yield* hasTwin(after.delivery))) yield* oweFailure(task, after.delivery, now)
        if (gone !== null) yield* switchOff(task, after.delivery, gone)
      }
      return saved
    }))

  const owesWord = isLost(tried, afterTry(tried, yield* DateTime.now, random).delivery)
  const orLess = <R>(telling: Telling, less: Effect.Effect<boolean, StorageError, R>) =>
    Effect.catchCause(whileStorageIsAway(store(telling), patience), (cause) =>
      owesWord && mayPass(cause)
        ? Effect.failCause(cause)
        : Effect.logWarning("The outcome of a delivery was refused; less of it is stored", cause).pipe(Effect.andThen(less)))

  return yield* orLess(whole, orLess(bareOutcome, whileStorageIsAway(store(outcomeAlone), patience)))
})
