import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import type { DeliveryId, TaskId } from "../ids.ts"
import { advance } from "../lifecycle.ts"
import { afterTry, type AfterTry } from "../notification/afterTry.ts"
import type { Delivery } from "../notification/Delivery.ts"
import { deliveryDelayMs } from "../notification/deliveryLadder.ts"
import { type DeliveryEvent, deliveryLifecycle } from "../notification/deliveryLifecycle.ts"
import { goneReason } from "../notification/goneReason.ts"
import { hasTwin } from "../notification/hasTwin.ts"
import { isUntold } from "../notification/isUntold.ts"
import { oweFailure } from "../notification/oweFailure.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { DigestRepository } from "../ports/DigestRepository.ts"
import { Outbox } from "../ports/Outbox.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { Task } from "../task/Task.ts"
import type { Digest } from "./Digest.ts"
import { joinDigest } from "./joinDigest.ts"
import type { TriedDigest } from "./TriedDigest.ts"

/** The digest after a try: over, or put off by the same ladder as a single delivery. Pure. */
export const digestAfter = ({ answer, digest, skipped }: TriedDigest, now: DateTime.Utc, random: number): Digest => {
  const over = (event: DeliveryEvent, changes: Partial<Digest>): Digest => ({
    ...digest,
    ...changes,
    status: advance(deliveryLifecycle, digest.status, event),
    dueAt: null,
    completedAt: now
  })
  if (answer === null) return over("skip", { lastError: skipped[0]?.why ?? "Nothing was left to tell." })
  const attempts = digest.attempts + 1
  if (Result.isSuccess(answer)) return over("deliver", { attempts, lastError: null })
  const reason = answer.failure
  const tried = { attempts, lastError: reason.message }
  switch (reason._tag) {
    case "ChannelUnconfigured":
      return over("skip", tried)
    case "TargetRejected":
      return over("giveUp", tried)
    case "DeliveryDeferred": {
      const delay = deliveryDelayMs(attempts, random, reason.retryAfterMs)
      return delay === null
        ? over("giveUp", tried)
        : { ...digest, ...tried, dueAt: DateTime.add(now, { milliseconds: delay }) }
    }
  }
}

/** A member shares the fate of its digest, and the try is one of its own: it may have joined between two. */
const memberAfter = (member: Delivery, tried: TriedDigest, digest: Digest, now: DateTime.Utc): AfterTry => {
  const { answer, latencyMs, startedAt } = tried
  if (answer === null) return { delivery: member, attempt: null }
  const { attempt, delivery } = afterTry({ _tag: "Answered", delivery: member, startedAt, latencyMs, answer }, now, 0)
  const { completedAt, dueAt, status } = digest
  // One that was given up may be put back by hand, and goes by itself then.
  const digestId = status === "failed" || status === "skipped" ? null : delivery.digestId
  return { attempt, delivery: { ...delivery, completedAt, digestId, dueAt, status } }
}

/** The tasks of deliveries, in an order that all who lock several keep. A deletion may have been quicker. */
const lockTasks = Effect.fnUntraced(function*(deliveries: ReadonlyArray<Delivery>) {
  const tasks = yield* TaskRepository
  const locked = new Map<TaskId, Task>()
  for (const id of [...new Set(deliveries.map(({ taskId }) => taskId))].toSorted()) {
    const task = Option.getOrNull(yield* tasks.lock(id))
    if (task !== null) locked.set(id, task)
  }
  return locked
})

/** @param owed members that are stored under the address they were owed to, though they were sent elsewhere */
const store = Effect.fnUntraced(function*(tried: TriedDigest, owed: ReadonlyMap<DeliveryId, Delivery>) {
  const channels = yield* AccountChannels
  const digests = yield* DigestRepository
  const outbox = yield* Outbox
  const unitOfWork = yield* UnitOfWork
  const random = yield* Random.next
  const { id, kind, userId } = tried.digest
  const gone = tried.answer === null ? null : goneReason(tried.answer)
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const now = yield* unitOfWork.now
    const after = digestAfter(tried, now, random)
    const skipped = tried.skipped.map(({ delivery, gone, why }) => {
      const { delivery: over } = afterTry({ _tag: "Unsendable", delivery, why, gone }, now, random)
      return { delivery: { ...over, digestId: null }, attempt: null, isLost: gone || isUntold(over) }
    })
    const told = tried.members.map((member) => {
      const ending = memberAfter(member, tried, after, now)
      return { ...ending, isLost: isUntold(ending.delivery) }
    })
    const ended = [...told, ...skipped]
    // The tasks before the digest, as whoever owes what joins one.
    const tasks = yield* lockTasks(ended.flatMap(({ delivery, isLost }) => isLost ? delivery : []))
    // The channel before the digest, as whoever changes its settings.
    const channel = gone === null ? null : Option.getOrNull(yield* channels.lock(userId, kind))
    if (!(yield* digests.save(after))) return false
    for (const { attempt, delivery, isLost } of ended) {
      const under = owed.get(delivery.id)
      const saved = yield* outbox.save(under === undefined ? delivery : { ...delivery, address: under.address, target: under.target }, attempt)
      const task = isLost ? tasks.get(delivery.taskId) : undefined
      if (saved && task !== undefined && (under === undefined || !(yield* hasTwin(delivery)))) yield* oweFailure(task, delivery, now)
    }
    // Not one that was pointed elsewhere while this target answered.
    if (channel !== null && Equal.equals(channel.target, tried.members[0]?.target)) {
      yield* channels.save({ ...channel, disabledReason: gone })
    }
    const late = (yield* digests.members(id)).filter(({ dueAt }) => after.dueAt === null || !Equal.equals(dueAt, after.dueAt))
    if (late.length === 0) return true
    const settings = Option.getOrNull(yield* channels.find(userId, kind))
    const next = after.dueAt !== null
      ? after
      : settings === null || settings.digest.frequency === "none"
      ? null
      : yield* joinDigest(settings, now)
    for (const delivery of late) {
      yield* outbox.save({ ...delivery, digestId: next?.id ?? null, dueAt: next?.dueAt ?? now }, null)
    }
    return true
  }))
})

/**
 * Stores what came of a try of a digest: the digest, and each of its members with the try, in one transaction. What joined
 * after the try began gathers for the next try or, where there is none, the next digest. Of each member that did not tell its
 * owner is told by another channel, as of a message that went by itself, and a channel whose target is gone is switched off.
 * False: the claim was lost.
 */
export const recordDigest = Effect.fn("recordDigest")((tried: TriedDigest) => store(tried, new Map()))

/**
 * `recordDigest` where the storage refused it because a member, pointed to where it was sent, is owed there already: each member
 * stays under the address it was owed to. What follows is of where it was sent all the same.
 */
export const recordDigestAsOwed = Effect.fn("recordDigestAsOwed")(function*(tried: TriedDigest) {
  const members = yield* DigestRepository.use((digests) => digests.members(tried.digest.id))
  return yield* store(tried, new Map(members.map((member) => [member.id, member])))
})
