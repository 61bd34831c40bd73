import { Conflict, FeedTokenRepository } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"

export const MemoryFeedTokenRepository = Layer.effect(
  FeedTokenRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    FeedTokenRepository.of({
      insert: (token) =>
        write((state) =>
          HashMap.has(state.feedTokens, token.id)
            ? refused(new Conflict({ message: "This feed token exists.", rule: "duplicate_id" }))
            : changed(undefined, { ...state, feedTokens: HashMap.set(state.feedTokens, token.id, token) })
        ),
      findByDigest: (digest) =>
        read((state) => Option.fromUndefinedOr(HashMap.toValues(state.feedTokens).find((token) => token.digest === digest))),
      list: (userId) =>
        read((state) =>
          HashMap.toValues(state.feedTokens).filter((token) => token.userId === userId).sort((a, b) => a.id < b.id ? 1 : -1)
        ),
      lockCount: (userId) =>
        read((state) => HashMap.toValues(state.feedTokens).filter((token) => token.userId === userId).length),
      delete: (userId, id) =>
        write((state) => {
          const mine = Option.exists(HashMap.get(state.feedTokens, id), (token) => token.userId === userId)
          return changed(mine, mine ? { ...state, feedTokens: HashMap.remove(state.feedTokens, id) } : state)
        })
    }))
)
