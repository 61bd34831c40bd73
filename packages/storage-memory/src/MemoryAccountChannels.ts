import { AccountChannels, type ChannelKind, type UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"

const channelKey = (userId: UserId, kind: ChannelKind): string => `${userId}/${kind}`

export const MemoryAccountChannels = Layer.effect(
  AccountChannels,
  Effect.map(MemoryDatabase, ({ read, write }) => {
    const find: AccountChannels["Service"]["find"] = (userId, kind) =>
      read((state) => HashMap.get(state.accountChannels, channelKey(userId, kind)))
    return AccountChannels.of({
      find,
      // Transactions are serial: nobody else writes before this one ends.
      lock: find,
      list: (userId) =>
        read((state) =>
          HashMap.toValues(state.accountChannels)
            .filter((channel) => channel.userId === userId)
            .toSorted((a, b) => a.kind < b.kind ? -1 : 1)
        ),
      save: (channel) =>
        write((state) =>
          changed(undefined, {
            ...state,
            accountChannels: HashMap.set(state.accountChannels, channelKey(channel.userId, channel.kind), channel)
          })
        ),
      remove: (userId, kind) =>
        write((state) => {
          const key = channelKey(userId, kind)
          return changed(HashMap.has(state.accountChannels, key), {
            ...state,
            accountChannels: HashMap.remove(state.accountChannels, key)
          })
        })
    })
  })
)
