import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { DeliveryId, UserId } from "../../src/ids.ts"
import type { DeliveryLimit } from "../../src/notification/DeliveryLimit.ts"
import { type CountedDelivery, type DueDelivery, withinLimits } from "../../src/notification/withinLimits.ts"

const minute = 60_000
const leaseMs = minute
const id = (n: number) => DeliveryId.make(`00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`)
const user = (n: number) => UserId.make(`00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`)
const small = (max: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: max }))

const limits: ReadonlyArray<DeliveryLimit> = [
  { per: "recipient", count: 2, window: Duration.minutes(10) },
  { per: "user", count: 5, window: Duration.minutes(60) }
]

interface Waiting extends DueDelivery {
  readonly n: number
  readonly dueAt: number
}
interface Sent extends DueDelivery {
  readonly n: number
  readonly at: number
}

/** A worker that claims four at a time and sends each within seconds; until nothing is owed any more. */
const workThrough = (owed: ReadonlyArray<Waiting>): ReadonlyArray<Sent> => {
  const sent: Array<Sent> = []
  let waiting = [...owed]
  let now = 0
  for (let turn = 0; waiting.length > 0; turn++) {
    if (turn > 10_000) return assert.fail("Something waits for ever.")
    const due = waiting.filter(({ dueAt }) => dueAt <= now).toSorted((a, b) => a.dueAt - b.dueAt || a.n - b.n).slice(0, 4)
    const counted = sent.map(({ address, at, userId }): CountedDelivery => ({ userId, address, sentAt: at, leaseUntil: null }))
    const { putOff, taken } = withinLimits(due, counted, limits, now, leaseMs)
    assert.strictEqual(putOff.length + taken.length, due.length, "what is due is taken or put off")
    for (const one of due.filter((delivery) => taken.includes(delivery.id))) sent.push({ ...one, at: now })
    waiting = waiting.filter((delivery) => !taken.includes(delivery.id)).map((delivery) => {
      const until = putOff.find((other) => other.id === delivery.id)?.until
      if (until !== undefined) assert.isAbove(until, now, "put off into the future")
      return until === undefined ? delivery : { ...delivery, dueAt: until }
    })
    if (due.length === 0) now = Math.max(now + 1, Math.min(...waiting.map(({ dueAt }) => dueAt)))
    else now += 1_000
  }
  return sent
}

describe("withinLimits", () => {
  it.prop(
    "whoever writes to whom, no window ever holds more than its limit, and all are sent",
    [Schema.Array(Schema.Struct({ user: small(1), address: small(2), after: small(20) })).check(Schema.isMaxLength(25))],
    ([rows]) => {
      const owed = rows.map((row, n): Waiting => ({
        n,
        id: id(n),
        userId: user(row.user),
        address: `${row.address}@example.com`,
        dueAt: row.after * minute
      }))
      const sent = workThrough(owed)
      assert.strictEqual(sent.length, owed.length)
      for (const { count, per, window } of limits) {
        for (const first of sent) {
          const same = sent.filter((other) =>
            (per === "user" ? other.userId === first.userId : other.address === first.address) &&
            other.at >= first.at && other.at < first.at + Duration.toMillis(window)
          )
          assert.isAtMost(same.length, count)
        }
      }
    }
  )

  it("says why, in words for the person who waits", () => {
    const one = (n: number): DueDelivery => ({ id: id(n), userId: user(0), address: "a@example.com" })
    const { putOff, taken } = withinLimits([one(1), one(2), one(3)], [], limits, 0, leaseMs)
    assert.deepStrictEqual(taken, [id(1), id(2)])
    assert.deepStrictEqual(putOff, [
      { id: id(3), until: leaseMs, why: "It waits for its turn: at most 2 messages in 10m to one address." }
    ])
  })

  it("without limits takes all", () => {
    const due = Array.from({ length: 50 }, (_, n) => ({ id: id(n), userId: user(0), address: "a@example.com" }))
    assert.lengthOf(withinLimits(due, [], [], 0, leaseMs).taken, 50)
  })
})
