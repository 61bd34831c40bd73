import { type AccountChannel, ChannelKind, type Delivery, DeliveryId } from "@vedette/domain"
import { aDelivery, aNotification, anAccountChannel, aTask } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import { brokenByDeliveries } from "../src/simulation/check/brokenByDeliveries.ts"
import { emptyImage } from "../src/simulation/check/StoreImage.ts"

const webhook = ChannelKind.make("webhook")
const to = (address: string) => ({ target: { to: address }, address })

/** The task's own channel is gone, so that its event is owed to the account's default, and not to it. */
const task = aTask({ channels: [{ kind: webhook, target: { to: "one" }, secrets: [], disabledReason: "It answered 410." }] })
const passedOver = (status: Delivery["status"]) =>
  aDelivery({ ...to("one"), id: DeliveryId.make("01937a00-0000-7000-8000-0000000000d2"), status, dueAt: null })

/** The default, owed to `two`, is given up; `defaults` are as they are by then. */
const givenUp = (defaults: ReadonlyArray<AccountChannel>, ...others: ReadonlyArray<Delivery>) => {
  const pending = aDelivery({ ...to("two"), channelOf: "account" })
  const image = {
    ...emptyImage,
    tasks: new Map([[task.id, { task, generation: 1, fence: 1, dueMs: null, leaseUntilMs: null }]]),
    notifications: new Map([[pending.notificationId, aNotification()]]),
    accountChannels: new Map(defaults.map((channel) => [channel.kind, channel])),
    deliveryLeases: new Map([[pending.id, 60_000]])
  }
  const stored = (delivery: Delivery) => ({ ...image, deliveries: new Map([delivery, ...others].map((one) => [one.id, one])) })
  const failed: Delivery = { ...pending, status: "failed", dueAt: null, attempts: 1, lastError: "It answered 400." }
  return brokenByDeliveries({ before: stored(pending), after: stored(failed), atMs: 0, by: "w1" })
}

const pointedTo = (address: string) => anAccountChannel({ target: { to: address } })
const mail = anAccountChannel({ kind: ChannelKind.make("mail"), target: { to: "owner" } })

describe("the simulation's promise that what is given up is told by another channel", () => {
  it("is broken where one is left that was not tried", () => {
    assert.deepStrictEqual(givenUp([pointedTo("two")]), [])
    assert.deepStrictEqual(givenUp([pointedTo("two"), mail]), ["two was not told, and nobody says so by mail owner"])
    assert.deepStrictEqual(givenUp([pointedTo("three")]), ["two was not told, and nobody says so by webhook three"])
  })

  it("asks for no word to where the try went, though it is stored under the address that was owed: one event has each once", () => {
    assert.deepStrictEqual(givenUp([pointedTo("one")], passedOver("skipped")), [])
    assert.deepStrictEqual(givenUp([pointedTo("one"), mail], passedOver("skipped")), ["two was not told, and nobody says so by mail owner"])
  })

  it("leaves it to the delivery that is owed there, if that one tells of its own fate", () => {
    for (const status of ["pending", "sent", "failed"] as const) {
      assert.deepStrictEqual(givenUp([pointedTo("one"), mail], { ...passedOver(status), dueAt: status === "pending" ? aDelivery().dueAt : null }), [])
    }
  })
})
