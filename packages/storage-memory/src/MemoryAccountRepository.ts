import { AccountRepository, type ApiKey, Conflict, type User, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

const byIdentity = (state: MemoryState, { issuer, subject }: Pick<User, "issuer" | "subject">): User | undefined =>
  HashMap.toValues(state.users).find((user) => user.issuer === issuer && user.subject === subject)

const keysOf = (state: MemoryState, userId: UserId): ReadonlyArray<ApiKey> =>
  HashMap.toValues(state.keys).filter((key) => key.userId === userId).sort((a, b) => a.id < b.id ? 1 : -1)

export const MemoryAccountRepository = Layer.effect(
  AccountRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    AccountRepository.of({
      insertUser: (user) =>
        write((state) => {
          if (HashMap.has(state.users, user.id)) {
            return refused(new Conflict({ message: "This user exists.", rule: "duplicate_id" }))
          }
          if (user.subject !== null && byIdentity(state, user) !== undefined) {
            return refused(new Conflict({ message: "A user with this identity exists.", rule: "user_identity" }))
          }
          return changed(undefined, { ...state, users: HashMap.set(state.users, user.id, user) })
        }),
      findUser: (id) => read((state) => HashMap.get(state.users, id)),
      findIdentity: (identity) => read((state) => Option.fromUndefinedOr(byIdentity(state, identity))),
      saveUser: (user) =>
        write((state) => {
          const stored = HashMap.get(state.users, user.id)
          if (Option.isNone(stored)) return changed(false, state)
          const { createdAt, issuer, subject } = stored.value
          const users = HashMap.set(state.users, user.id, { ...user, createdAt, issuer, subject })
          return changed(true, { ...state, users })
        }),
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
      listKeys: (userId) => read((state) => keysOf(state, userId)),
      lockKeys: (userId) => read((state) => keysOf(state, userId)),
      deleteKeys: (userId, ids) =>
        write((state) => {
          const theirs = ids.filter((id) => Option.exists(HashMap.get(state.keys, id), (key) => key.userId === userId))
          return changed(undefined, { ...state, keys: HashMap.removeMany(state.keys, theirs) })
        }),
      revokeKey: (userId, id, at) =>
        write((state) => {
          const found = Option.filter(HashMap.get(state.keys, id), (key) => key.userId === userId)
          if (Option.isNone(found)) return changed(Option.none<ApiKey>(), state)
          const key = { ...found.value, revokedAt: found.value.revokedAt ?? at }
          return changed(Option.some<ApiKey>(key), { ...state, keys: HashMap.set(state.keys, id, key) })
        }),
      touchKey: (id, usedAt) =>
        write((state) =>
          changed(undefined, {
            ...state,
            keys: HashMap.modify(state.keys, id, (key) => ({
              ...key,
              lastUsedAt: key.lastUsedAt === null ? usedAt : DateTime.max(key.lastUsedAt, usedAt)
            }))
          })
        )
    }))
)
