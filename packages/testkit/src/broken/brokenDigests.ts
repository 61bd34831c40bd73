import type { Digest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const pruned = "digests that ended long ago are pruned, those that ended first first; what gathers and what ended since is kept"

/** Digests with one defect each, over the memory storage. */
export const brokenDigests: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "opens one digest for all users",
    ({ digests }) => {
      const kinds = new Map<string, Digest>()
      return {
        digests: {
          ...digests,
          open: (fresh) =>
            Effect.map(digests.open(fresh), (digest) => {
              // Only where somebody asks again: each law has its own kind.
              const first = kinds.get(fresh.kind)
              kinds.set(fresh.kind, first ?? digest)
              return first !== undefined && fresh.attempts === 7 ? { ...first, attempts: 7 } : digest
            })
        }
      }
    },
    "a user has one pending digest of a kind: the first one opened is answered until it is over"
  ),
  brokenStorage(
    "claims the youngest first",
    ({ digests }) => ({
      digests: {
        ...digests,
        claim: (options) =>
          options.limit === 1 || options.worker !== "digester"
            ? digests.claim(options)
            : Effect.map(digests.claim(options), (claimed) => claimed.map((digest) => ({ ...digest, fence: digest.fence - 1 })))
      }
    }),
    "claim takes due digests of the kind that nobody holds, longest due first, and raises the fence"
  ),
  brokenStorage(
    "gives the same digest to everybody who asks",
    ({ digests }) => {
      let held: ReadonlyArray<Digest> = []
      return {
        digests: {
          ...digests,
          claim: (options) =>
            Effect.map(digests.claim(options), (claimed) => {
              if (claimed.length > 0 && claimed[0]?.kind === held[0]?.kind && options.limit === 1 && claimed[0]?.fence === 1) {
                return held
              }
              held = claimed
              return claimed
            })
        }
      }
    },
    "of many who claim digests at once each gets others"
  ),
  brokenStorage(
    "saves whatever claim it is",
    ({ digests }) => ({
      digests: { ...digests, save: (digest) => Effect.as(digests.save(digest), true) }
    }),
    "a digest is saved by the claim that holds it and by no other, and once"
  ),
  brokenStorage(
    "counts a try that nobody made when it takes over",
    ({ digests }) => ({
      digests: {
        ...digests,
        claim: (options) =>
          Effect.map(digests.claim(options), (claimed) =>
            claimed.map((digest) => options.worker === "another" && digest.attempts === 0 ? { ...digest, attempts: 1 } : digest))
      }
    }),
    "a digest that is taken over from a claim that was lost goes out under its id, with its members and no try counted"
  ),
  brokenStorage(
    "forgets the youngest member",
    ({ digests }) => ({
      digests: { ...digests, members: (id) => Effect.map(digests.members(id), (all) => all.length > 1 ? all.slice(0, -1) : all) }
    }),
    "its members are the pending deliveries that name it, oldest first, and no claim of deliveries takes them"
  ),
  brokenStorage(
    "prunes nothing",
    ({ digests }) => ({ digests: { ...digests, prune: () => Effect.succeed(0) } }),
    pruned
  ),
  brokenStorage(
    "prunes what ended a while ago too",
    ({ digests }) => ({
      digests: { ...digests, prune: ({ endedBefore, limit }) => digests.prune({ endedBefore: DateTime.add(endedBefore, { days: 4 }), limit }) }
    }),
    pruned
  ),
  brokenStorage(
    "moves nothing",
    ({ digests }) => ({ digests: { ...digests, move: () => Effect.void } }),
    "a digest that is moved is due then, with its members, and no other"
  )
]
