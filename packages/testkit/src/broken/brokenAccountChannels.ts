import type { AccountChannel } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const kept = "a default channel is found again unchanged, and as it was last saved"

/** Default channels with one defect each, over the memory storage. */
export const brokenAccountChannels: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "keeps the first settings",
    ({ accountChannels }) => ({
      accountChannels: {
        ...accountChannels,
        save: (channel) =>
          Effect.flatMap(accountChannels.find(channel.userId, channel.kind), (before) =>
            accountChannels.save({ ...channel, target: Option.getOrElse(before, () => channel).target }))
      }
    }),
    kept
  ),
  brokenStorage(
    "lists last kind first",
    ({ accountChannels }) => ({
      accountChannels: {
        ...accountChannels,
        list: (userId) => Effect.map(accountChannels.list(userId), (found) => found.toReversed())
      }
    }),
    "an owner has the default channels of all kinds listed by kind, and nobody else's"
  ),
  brokenStorage(
    "removes every kind at once",
    ({ accountChannels }) => ({
      accountChannels: {
        ...accountChannels,
        remove: (userId, kind) =>
          Effect.gen(function*() {
            const removed = yield* accountChannels.remove(userId, kind)
            if (!removed) return false
            for (const other of yield* accountChannels.list(userId)) yield* accountChannels.remove(userId, other.kind)
            return true
          })
      }
    }),
    "a default channel that is removed is gone, and no other"
  ),
  brokenStorage(
    "locks what was there before the others came",
    ({ accountChannels }) => {
      const seen = new Map<string, Option.Option<AccountChannel>>()
      return {
        accountChannels: {
          ...accountChannels,
          lock: (userId, kind) =>
            Effect.map(accountChannels.lock(userId, kind), (now) => {
              const key = `${userId}/${kind}`
              const first = seen.get(key) ?? now
              seen.set(key, first)
              return first
            })
        }
      }
    },
    "two who change one default channel at once do so one after the other, even the first two"
  )
]
