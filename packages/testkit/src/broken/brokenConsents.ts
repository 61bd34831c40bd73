import type { AddressCode } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

/** Consents with one defect each, over the memory storage. */
export const brokenConsents: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "hides closed codes",
    ({ consents }) => ({
      consents: {
        ...consents,
        insertCode: (code) => code.closedAt === null ? consents.insertCode(code) : Effect.void
      }
    }),
    "codes are answered newest first, closed and expired ones included, and nobody else's"
  ),
  brokenStorage(
    "does not count a guess",
    ({ consents }) => ({
      consents: { ...consents, saveCode: (code) => consents.saveCode({ ...code, tries: 0 }) }
    }),
    "guesses and the end of a code are stored, and a code that is removed or forgotten is gone"
  ),
  brokenStorage(
    "locks the codes that were there before the others came",
    ({ consents }) => {
      const seen = new Map<string, ReadonlyArray<AddressCode>>()
      return {
        consents: {
          ...consents,
          lockCodes: (userId) =>
            Effect.map(consents.lockCodes(userId), (now) => {
              const first = seen.get(userId) ?? now
              seen.set(userId, first)
              return first
            })
        }
      }
    },
    "two who use the codes of one user at once do so one after the other, even the first two"
  ),
  brokenStorage(
    "verifies an address again",
    ({ consents }) => ({
      consents: {
        ...consents,
        verify: (address) =>
          Effect.andThen(consents.unverify(address.userId, address.kind, address.address), consents.verify(address))
      }
    }),
    "an address is verified once per user and kind, and until it is taken back"
  ),
  brokenStorage(
    "takes every opt-out of an address back at once",
    ({ consents }) => ({
      consents: {
        ...consents,
        optIn: (scope) =>
          Effect.gen(function*() {
            const there = yield* consents.optIn(scope)
            for (const other of yield* consents.optOuts(scope.userId, scope.kind)) {
              if (there && other.address === scope.address) yield* consents.optIn(other)
            }
            return there
          })
      }
    }),
    "an opt-out of one task and one of the whole account are two, each there once until it is taken back"
  )
]
