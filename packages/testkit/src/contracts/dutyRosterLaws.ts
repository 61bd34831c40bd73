import { assert } from "@effect/vitest"
import { DutyRoster, freshId, type Shift, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ContractTime } from "./ContractTime.ts"
import { longLease } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const units = (count: number) => Effect.map(ContractTime, ({ unit }) => Duration.times(unit, count))
const elapse = (count: number) => ContractTime.use((time) => Effect.flatMap(units(count), time.elapse))
const inUnits = (count: number) =>
  Effect.gen(function*() {
    const { now, unit } = yield* ContractTime
    return DateTime.add(yield* now, { milliseconds: count * Duration.toMillis(unit) })
  })

const freshName = Effect.map(freshId<UserId>(), (id) => `law-${id}`)

/** A duty of this law alone, announced as due since a unit. */
const dueDuty = Effect.gen(function*() {
  const name = yield* freshName
  yield* (yield* DutyRoster).announce(name, yield* inUnits(-1))
  return name
})

const take = (name: string, lease: Duration.Duration = longLease) =>
  DutyRoster.use((roster) => roster.take(name, { lease, worker: "worker-1" }))

const taken = (name: string, lease?: Duration.Duration): Effect.Effect<Shift, unknown, DutyRoster> =>
  Effect.flatMap(take(name, lease), (offer) =>
    offer._tag === "Taken" ? Effect.succeed(offer.shift) : Effect.die(new Error("A duty that is due was not offered.")))

/** When recurring duties are due, and who is at them. */
export const dutyRosterLaws = [
  storageLaw(
    "of many who ask at once for a due duty one takes it, and nobody else until it is ended",
    Effect.gen(function*() {
      const roster = yield* DutyRoster
      const name = yield* dueDuty
      const offers = yield* Effect.forEach(Array.from({ length: 20 }), () => take(name), { concurrency: 20 })
      const shifts = offers.flatMap((offer) => offer._tag === "Taken" ? offer.shift : [])
      assert.lengthOf(shifts, 1)
      const refused = yield* take(name)
      assert.strictEqual(refused._tag, "NotNow")
      assert.isTrue(refused._tag === "NotNow" && Duration.toMillis(refused.wait) > 0)
      assert.isTrue(yield* roster.end(shifts[0]!, yield* inUnits(-1)))
      const again = yield* taken(name)
      assert.isAbove(again.fence, shifts[0]!.fence)
    })
  ),
  storageLaw(
    "a duty is not offered before it is due, and the answer says how long to wait",
    Effect.gen(function*() {
      const roster = yield* DutyRoster
      const name = yield* dueDuty
      yield* roster.end(yield* taken(name), yield* inUnits(3))
      const early = yield* take(name)
      assert.strictEqual(early._tag, "NotNow")
      assert.isTrue(early._tag === "NotNow" && Duration.isLessThanOrEqualTo(early.wait, yield* units(3)))
      yield* elapse(4)
      yield* taken(name)
    })
  ),
  storageLaw(
    "a duty that nobody announced is never offered",
    Effect.gen(function*() {
      assert.strictEqual((yield* take(yield* freshName))._tag, "NotNow")
    })
  ),
  storageLaw(
    "announcing a duty again moves it forward at most, never back",
    Effect.gen(function*() {
      const roster = yield* DutyRoster
      const name = yield* dueDuty
      yield* roster.announce(name, yield* inUnits(100))
      yield* roster.end(yield* taken(name), yield* inUnits(100))
      yield* roster.announce(name, yield* inUnits(-1))
      yield* taken(name)
    })
  ),
  storageLaw(
    "a dead process's shift comes back after its lease, and its own late words change nothing",
    Effect.gen(function*() {
      const roster = yield* DutyRoster
      const name = yield* dueDuty
      const dead = yield* taken(name, yield* units(2))
      yield* elapse(3)
      const heir = yield* taken(name)
      assert.isFalse(yield* roster.extend(dead, longLease))
      assert.isFalse(yield* roster.end(dead, yield* inUnits(-1)))
      assert.strictEqual((yield* take(name))._tag, "NotNow")
      assert.isTrue(yield* roster.end(heir, yield* inUnits(100)))
      assert.isFalse(yield* roster.end(heir, yield* inUnits(-1)))
      assert.strictEqual((yield* take(name))._tag, "NotNow")
    })
  ),
  storageLaw(
    "a shift that is extended outlives its first lease",
    Effect.gen(function*() {
      const roster = yield* DutyRoster
      const name = yield* dueDuty
      const shift = yield* taken(name, yield* units(2))
      assert.isTrue(yield* roster.extend(shift, longLease))
      yield* elapse(3)
      assert.strictEqual((yield* take(name))._tag, "NotNow")
      assert.isTrue(yield* roster.end(shift, yield* inUnits(100)))
    })
  )
]
