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
    "all keys with a prefix are found, revoked and expired ones included"
  ),
  brokenStorage(
    "does not remember the use of a key",
    ({ accounts }) => ({
      accounts: { ...accounts, touchKey: () => Effect.void }
    }),
    "the use of a key is remembered, and of no other"
  )
]
