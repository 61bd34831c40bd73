import { assert } from "@effect/vitest"
import { ChannelKind, Outbox } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { longLease } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const webhook = ChannelKind.make("webhook")
const email = ChannelKind.make("email")
const claimOf = (kind: ChannelKind) =>
  Outbox.use((outbox) => outbox.claim({ kind, limit: 100, lease: longLease, worker: "worker-1" }))

/** Channels never wait for each other. */
export const outboxChannelLaws = [
  storageLaw(
    "a claim takes the deliveries of its channel, and no other's",
    Effect.gen(function*() {
      const { deliveries: [hook, mail] } = yield* given.deliveries([{}, { kind: email, address: "owner@example.com" }])
      const ids = (kind: ChannelKind) => Effect.map(claimOf(kind), (claimed) => claimed.map(({ id }) => id))
      assert.deepStrictEqual(yield* ids(email), [mail!.id])
      assert.deepStrictEqual(yield* ids(email), [])
      assert.deepStrictEqual(yield* ids(webhook), [hook!.id])
    })
  ),
  storageLaw(
    "the time until the next is that of the channel's first claimable delivery, leased ones counted from their lease's end",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { now, unit } = yield* ContractTime
      assert.isTrue(Option.isNone(yield* outbox.untilNext(webhook)))
      const present = yield* now
      yield* given.deliveries([
        { dueAt: present },
        { dueAt: DateTime.addDuration(present, Duration.times(unit, 2)) },
        { dueAt: DateTime.addDuration(present, longLease), kind: email, address: "owner@example.com" }
      ])
      const millis = (kind: ChannelKind) =>
        Effect.map(outbox.untilNext(kind), (wait) => Duration.toMillis(Option.getOrThrow(wait)))
      assert.strictEqual(yield* millis(webhook), 0)
      const [claimed] = yield* claimOf(webhook)
      const untilLater = yield* millis(webhook)
      assert.isAtMost(untilLater, 2 * Duration.toMillis(unit))
      yield* outbox.save({ ...claimed!, status: "sent", dueAt: null }, null)
      assert.isAtMost(yield* millis(webhook), untilLater)
      assert.isAbove(yield* millis(email), 10 * Duration.toMillis(unit))
      yield* (yield* ContractTime).elapse(Duration.times(unit, 3))
      yield* claimOf(webhook)
      // Nothing is left but what is under the long lease.
      assert.isAbove(yield* millis(webhook), 10 * Duration.toMillis(unit))
    })
  )
]
