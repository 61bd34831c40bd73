import { type ChannelKind, type Digest, DigestRepository, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

/** When a digest may be claimed: due and out of any lease, epoch milliseconds; infinite: it is over. */
const claimableAt = (state: MemoryState, digest: Digest): number => {
  if (digest.status !== "pending" || digest.dueAt === null) return Infinity
  const due = DateTime.toEpochMillis(digest.dueAt)
  const lease = HashMap.get(state.digestLeases, digest.id)
  return Option.isSome(lease) ? Math.max(due, lease.value.until) : due
}

const dueMillis = ({ dueAt }: Digest): number => dueAt === null ? Infinity : DateTime.toEpochMillis(dueAt)
const longestDueFirst = (a: Digest, b: Digest): number => dueMillis(a) - dueMillis(b) || (a.id < b.id ? -1 : 1)

const pendingOf = (state: MemoryState, userId: UserId, kind: ChannelKind): Digest | undefined =>
  HashMap.toValues(state.digests).find((other) =>
    other.userId === userId && other.kind === kind && other.status === "pending"
  )

export const MemoryDigestRepository = Layer.effect(
  DigestRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    DigestRepository.of({
      open: (fresh) =>
        write((state) => {
          const pending = pendingOf(state, fresh.userId, fresh.kind)
          return pending === undefined
            ? changed(fresh, { ...state, digests: HashMap.set(state.digests, fresh.id, fresh) })
            : changed(pending, state)
        }),
      members: (id) =>
        read((state) =>
          HashMap.toValues(state.deliveries)
            .filter(({ digestId, status }) => digestId === id && status === "pending")
            .toSorted((a, b) => a.id < b.id ? -1 : 1)
        ),
      claim: ({ kind, lease, limit, worker }) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const taken = HashMap.toValues(state.digests)
            .filter((digest) => digest.kind === kind && claimableAt(state, digest) <= nowMs)
            .toSorted(longestDueFirst)
            .slice(0, limit)
            .map((digest) => ({ ...digest, fence: digest.fence + 1 }))
          const until = nowMs + Duration.toMillis(lease)
          return changed(taken, {
            ...state,
            digests: HashMap.setMany(state.digests, taken.map((digest) => [digest.id, digest] as const)),
            digestLeases: HashMap.setMany(
              state.digestLeases,
              taken.map((digest) => [digest.id, { until, owner: worker }] as const)
            )
          })
        }),
      save: (digest) =>
        write((state) => {
          const stored = HashMap.get(state.digests, digest.id)
          if (Option.isNone(stored) || stored.value.status !== "pending" || stored.value.fence !== digest.fence) {
            return changed(false, state)
          }
          return changed(true, {
            ...state,
            digests: HashMap.set(state.digests, digest.id, digest),
            digestLeases: HashMap.remove(state.digestLeases, digest.id)
          })
        }),
      move: (userId, kind, dueAt) =>
        write((state) => {
          const pending = pendingOf(state, userId, kind)
          if (pending === undefined) return changed(undefined, state)
          return changed(undefined, {
            ...state,
            digests: HashMap.set(state.digests, pending.id, { ...pending, dueAt }),
            deliveries: HashMap.map(
              state.deliveries,
              (delivery) => delivery.digestId === pending.id && delivery.status === "pending" ? { ...delivery, dueAt } : delivery
            )
          })
        }),
      prune: ({ endedBefore, limit }) =>
        write((state) => {
          const over = HashMap.toValues(state.digests)
            .flatMap(({ completedAt, id }) =>
              completedAt !== null && DateTime.isLessThan(completedAt, endedBefore) ? [{ completedAt, id }] : []
            )
            .toSorted((a, b) => DateTime.toEpochMillis(a.completedAt) - DateTime.toEpochMillis(b.completedAt))
            .slice(0, limit)
          return changed(over.length, { ...state, digests: HashMap.removeMany(state.digests, over.map(({ id }) => id)) })
        }),
      untilNext: (kind) =>
        read((state, now) => {
          const next = HashMap.toValues(state.digests).reduce(
            (least, digest) => digest.kind === kind ? Math.min(least, claimableAt(state, digest)) : least,
            Infinity
          )
          return next === Infinity
            ? Option.none()
            : Option.some(Duration.millis(Math.max(0, next - DateTime.toEpochMillis(now))))
        })
    }))
)
