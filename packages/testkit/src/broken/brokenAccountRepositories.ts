import type { UserId } from "@vedette/domain"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { onConflict } from "./onConflict.ts"

/** Account repositories with one defect each, over the memory storage. */
export const brokenAccountRepositories: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "makes every user active",
    ({ accounts }) => ({
      accounts: { ...accounts, insertUser: (user) => accounts.insertUser({ ...user, isActive: true }) }
    }),
    "a user inserted is found again unchanged"
  ),
  brokenStorage(
    "takes a subject for unique whoever issued it",
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        insertUser: (user) => accounts.insertUser(user.subject === null ? user : { ...user, issuer: "https://issuer.example" })
      }
    }),
    "an identity belongs to one user, who is found by it"
  ),
  brokenStorage(
    "makes a user of whatever is saved",
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        saveUser: (user) =>
          Effect.tap(accounts.saveUser(user), (found) =>
            found ? Effect.void : accounts.insertUser({ ...user, issuer: null, subject: null }))
      }
    }),
    "a user saved keeps id, age and identity, and no user is made by saving"
  ),
  brokenStorage(
    "stores a key's digest twice",
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        insertKey: (key) =>
          onConflict("api_key_digest", () => accounts.insertKey({ ...key, digest: key.id }))(accounts.insertKey(key))
      }
    }),
    "a key's digest is unique"
  ),
  brokenStorage(
    "hides revoked keys",
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        findKeys: (prefix) =>
          Effect.map(accounts.findKeys(prefix), (keys) => keys.filter((key) => key.revokedAt === null))
      }
    }),
    "all keys with a prefix are found, revoked and expired ones included",
    "a key is revoked once, by its owner alone"
  ),
  brokenStorage(
    "does not remember the use of a key",
    ({ accounts }) => ({
      accounts: { ...accounts, touchKey: () => Effect.void }
    }),
    "the use of a key is remembered, and of no other",
    "of two uses of a key that arrive in the wrong order the later one stands"
  ),
  brokenStorage(
    "remembers the use of a key that it heard of last",
    ({ accounts }) => {
      const used = new Map<string, DateTime.Utc>()
      return {
        accounts: {
          ...accounts,
          touchKey: (id, usedAt) =>
            Effect.tap(accounts.touchKey(id, usedAt), () => Effect.sync(() => used.set(id, usedAt))),
          findKeys: (prefix) =>
            Effect.map(accounts.findKeys(prefix), (keys) =>
              keys.map((key) => ({ ...key, lastUsedAt: used.get(key.id) ?? key.lastUsedAt })))
        }
      }
    },
    "of two uses of a key that arrive in the wrong order the later one stands"
  ),
  brokenStorage(
    "lists only keys that work",
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        listKeys: (userId) => Effect.map(accounts.listKeys(userId), (keys) => keys.filter((key) => key.revokedAt === null))
      }
    }),
    "a user's keys are listed newest first, revoked and expired ones included, and nobody else's"
  ),
  brokenStorage(
    "deletes anybody's keys",
    ({ accounts }) => {
      const owners = new Map<string, UserId>()
      return {
        accounts: {
          ...accounts,
          insertKey: (key) => Effect.tap(accounts.insertKey(key), () => Effect.sync(() => owners.set(key.id, key.userId))),
          deleteKeys: (userId, ids) => Effect.forEach(ids, (id) => accounts.deleteKeys(owners.get(id) ?? userId, [id]), { discard: true })
        }
      }
    },
    "keys that are deleted are gone, and nobody else's are deleted with them"
  ),
  brokenStorage(
    "revokes anybody's key",
    ({ accounts }) => {
      const owners = new Map<string, UserId>()
      return {
        accounts: {
          ...accounts,
          insertKey: (key) => Effect.tap(accounts.insertKey(key), () => Effect.sync(() => owners.set(key.id, key.userId))),
          revokeKey: (userId, id, at) => accounts.revokeKey(owners.get(id) ?? userId, id, at)
        }
      }
    },
    "a key is revoked once, by its owner alone"
  )
]
