import { AccountRepository, Conflict } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"

export const MemoryAccountRepository = Layer.effect(
  AccountRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    AccountRepository.of({
      insertUser: (user) =>
        write((state) =>
          HashMap.has(state.users, user.id)
            ? refused(new Conflict({ message: "This user exists.", rule: "duplicate_id" }))
            : changed(undefined, { ...state, users: HashMap.set(state.users, user.id, user) })
        ),
      findUser: (id) => read((state) => HashMap.get(state.users, id)),
      insertKey: (key) =>
        write((state) => {
          if (HashMap.has(state.keys, key.id)) {
            return refused(new Conflict({ message: "This key exists.", rule: "duplicate_id" }))
          }
          if (HashMap.some(state.keys, (stored) => stored.digest === key.digest)) {
            return refused(new Conflict({ message: "A key with this digest exists.", rule: "api_key_digest" }))
          }
          return changed(undefined, { ...state, keys: HashMap.set(state.keys, key.id, key) })
        }),
      findKeys: (prefix) =>
        read((state) => HashMap.toValues(state.keys).filter((key) => key.prefix === prefix)),
      touchKey: (id, usedAt) =>
        write((state) =>
          changed(undefined, {
            ...state,
            keys: HashMap.modify(state.keys, id, (key) => ({ ...key, lastUsedAt: usedAt }))
          })
        )
    }))
)
