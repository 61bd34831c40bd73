import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { consentRefusal, unsubscribedFromTask } from "../consent/consentRefusal.ts"
import { endedTasks } from "../consent/endedTasks.ts"
import { unsubscribeToken } from "../consent/unsubscribeToken.ts"
import type { Delivery } from "../notification/Delivery.ts"
import { deferredByUs } from "../notification/deferredByUs.ts"
import type { NotificationMessage } from "../notification/NotificationMessage.ts"
import { sendOnce } from "../notification/sendOnce.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { DigestRepository } from "../ports/DigestRepository.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { Digest } from "./Digest.ts"
import type { TriedDigest } from "./TriedDigest.ts"

/** A storage that is slower than this leaves too little of the lease for the try. */
const PREPARE_WITHIN = "20 seconds"

const UNREADABLE = "What is to be told cannot be read on this server."
const BROKEN = "It could not be sent for an unexpected reason on this server."

interface Telling {
  readonly delivery: Delivery
  readonly message: NotificationMessage
}

/** Null: it is gone, or cannot be read; one such row must not hold up the others. */
const messageOf = (outbox: Outbox["Service"], { notificationId }: Delivery) =>
  outbox.notification(notificationId).pipe(
    Effect.map((found) => Option.isSome(found) ? found.value.message : null),
    Effect.catchIf((error) => !error.isRetryable, (error) =>
      Effect.as(Effect.logError("What a digest is to tell cannot be read", error), null))
  )

/** What is left to tell at this moment, and to where: by the account's channel as it is now. */
const prepare = Effect.fn("prepareDigest")(function*({ kind, userId }: Digest, members: ReadonlyArray<Delivery>) {
  const none = (why: string, gone = false) => ({ _tag: "None" as const, skipped: members.map((delivery) => ({ delivery, why, gone })) })
  const notifier = (yield* Notifiers).get(kind)
  if (notifier?.deliverDigest === undefined) return none(`This server sends no digests by "${kind}".`)
  const channel = Option.getOrNull(yield* (yield* AccountChannels).find(userId, kind))
  if (channel === null) return none(`The account no longer has a default channel "${kind}".`)
  if (!channel.enabled) return none(`The account's default channel "${kind}" is switched off.`)
  if (channel.disabledReason !== null) return none(channel.disabledReason, true)
  const address = notifier.address(channel.target)
  const scope = { userId, kind, address, taskId: null }
  const consenting = notifier.consent !== undefined
  const refusal = consenting ? yield* consentRefusal(scope) : null
  if (refusal !== null) return none(refusal)
  const ended = consenting ? yield* endedTasks(scope) : new Set()
  const outbox = yield* Outbox
  const telling: Array<Telling> = []
  const skipped: Array<TriedDigest["skipped"][number]> = []
  for (const member of members) {
    const delivery = { ...member, target: channel.target, address }
    const message = ended.has(delivery.taskId) ? null : yield* messageOf(outbox, delivery)
    if (message !== null) telling.push({ delivery, message })
    else skipped.push({ delivery, why: ended.has(delivery.taskId) ? unsubscribedFromTask(address) : UNREADABLE, gone: false })
  }
  const send = notifier.deliverDigest
  const unsubscribe = consenting ? yield* unsubscribeToken(scope) : null
  return { _tag: "Prepared" as const, channel, skipped, telling, send, unsubscribe }
})

/**
 * Makes one try of a claimed digest, and answers what came of it. A digest whose members are all gone, unsubscribed from or
 * without a channel sends nothing. What goes wrong for this digest alone is a try like any other, put off and given up at
 * the ladder's end.
 *
 * Fails, and so makes no attempt, where the storage cannot be reached or is slower than 20 s.
 */
export const attemptDigest = Effect.fn("attemptDigest")(function*(digest: Digest) {
  const startedAt = yield* (yield* UnitOfWork).now
  const all = yield* (yield* DigestRepository).members(digest.id)
  const tried: TriedDigest = { digest, startedAt, latencyMs: 0, members: [], skipped: [], answer: null }
  if (all.length === 0) return tried
  const prepared = yield* prepare(digest, all).pipe(
    Effect.timeout(PREPARE_WITHIN),
    Effect.catchTag("StorageError", (error) =>
      error.isRetryable
        ? Effect.fail(error)
        : Effect.logError("What a digest is to tell cannot be read", error).pipe(
          Effect.as({ _tag: "PutOff" as const, why: UNREADABLE })
        )),
    Effect.catchDefect((defect) =>
      Effect.logError("A digest broke before it was sent", defect).pipe(Effect.as({ _tag: "PutOff" as const, why: BROKEN }))
    )
  )
  if (prepared._tag === "None") return { ...tried, skipped: prepared.skipped }
  if (prepared._tag === "PutOff") return { ...tried, members: all, answer: deferredByUs(prepared.why) }
  const { channel, send, skipped, telling, unsubscribe } = prepared
  if (telling.length === 0) return { ...tried, skipped }
  const outgoing = { digestId: digest.id, settings: channel.digest, messages: telling.map(({ message }) => message) }
  const [latency, answer] = yield* Effect.timed(sendOnce(() =>
    send(outgoing, channel.target, { now: startedAt, unsubscribe })
  ))
  const members = telling.map(({ delivery }) => delivery)
  const result: TriedDigest = { ...tried, latencyMs: Math.round(Duration.toMillis(latency)), members, skipped, answer }
  return result
})
