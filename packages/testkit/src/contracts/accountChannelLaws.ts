import { assert } from "@effect/vitest"
import { AccountChannel, AccountChannels, ChannelKind, UnitOfWork, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { anAccountChannel } from "../fixtures/anAccountChannel.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const webhook = ChannelKind.make("webhook")
const email = ChannelKind.make("email")

/** An owner without default channels; what a law gives them goes with its scope. */
const givenOwner = Effect.gen(function*() {
  const channels = yield* AccountChannels
  const { id } = yield* given.user()
  yield* Effect.addFinalizer(() =>
    Effect.ignore(Effect.forEach([webhook, email], (kind) => channels.remove(id, kind))))
  return id
})

const kindsOf = (userId: UserId) =>
  AccountChannels.use((channels) => channels.list(userId)).pipe(Effect.map((found) => found.map(({ kind }) => kind)))

export const accountChannelLaws = [
  storageLaw(
    "a default channel is found again unchanged, and as it was last saved",
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      const userId = yield* givenOwner
      assert.isTrue(Option.isNone(yield* channels.find(userId, webhook)))
      const first = anAccountChannel({ userId })
      yield* channels.save(first)
      assertSame(AccountChannel, Option.getOrThrow(yield* channels.find(userId, webhook)), first)
      const second: AccountChannel = {
        ...first,
        target: { url: "https://hooks.example/moved", headers: { "x-key": "ä" } },
        enabled: false,
        events: ["health_changed"],
        secrets: [{ sealed: "newer", issuedAt: fixtureNow, validUntil: null }, { ...first.secrets[0]!, validUntil: fixtureNow }],
        disabledReason: "The receiver answered 410",
        digest: { frequency: "weekly", time: "07:30", timezone: "Europe/Berlin" },
        updatedAt: DateTime.add(fixtureNow, { days: 1 })
      }
      yield* channels.save(second)
      assertSame(AccountChannel, Option.getOrThrow(yield* channels.find(userId, webhook)), second)
    })
  ),
  storageLaw(
    "an owner has the default channels of all kinds listed by kind, and nobody else's",
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      const userId = yield* givenOwner
      const other = yield* givenOwner
      yield* channels.save(anAccountChannel({ userId }))
      const mail = anAccountChannel({ userId, kind: email, target: { address: "owner@example.com" }, secrets: [] })
      yield* channels.save(mail)
      yield* channels.save(anAccountChannel({ userId: other }))
      assertSame(Schema.Array(AccountChannel), yield* channels.list(userId), [mail, anAccountChannel({ userId })])
      assert.deepStrictEqual(yield* kindsOf(other), [webhook])
    })
  ),
  storageLaw(
    "a default channel that is removed is gone, and no other",
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      const userId = yield* givenOwner
      yield* channels.save(anAccountChannel({ userId }))
      yield* channels.save(anAccountChannel({ userId, kind: email }))
      assert.isTrue(yield* channels.remove(userId, webhook))
      assert.isFalse(yield* channels.remove(userId, webhook))
      assert.isTrue(Option.isNone(yield* channels.find(userId, webhook)))
      assert.deepStrictEqual(yield* kindsOf(userId), [email])
    })
  ),
  storageLaw(
    "two who change one default channel at once do so one after the other, even the first two",
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      const { transact } = yield* UnitOfWork
      const userId = yield* givenOwner
      const addSecret = (sealed: string) =>
        transact(Effect.gen(function*() {
          const before = yield* channels.lock(userId, webhook)
          const secrets = Option.match(before, { onNone: () => [], onSome: (channel) => channel.secrets })
          yield* Effect.yieldNow
          yield* channels.save(
            anAccountChannel({ userId, secrets: [...secrets, { sealed, issuedAt: fixtureNow, validUntil: null }] })
          )
        }))
      const added = ["a", "b", "c", "d", "e"]
      yield* Effect.forEach(added, addSecret, { concurrency: "unbounded" })
      const { secrets } = Option.getOrThrow(yield* channels.find(userId, webhook))
      assert.sameMembers(secrets.map(({ sealed }) => sealed), added)
    })
  )
]
