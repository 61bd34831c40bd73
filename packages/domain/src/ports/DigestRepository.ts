import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Digest } from "../digest/Digest.ts"
import type { DigestId, UserId } from "../ids.ts"
import type { Delivery } from "../notification/Delivery.ts"
import type { ChannelKind } from "./ChannelTarget.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * Messages that gather until their period ends. The rows are their own queue, claimed by lease and fence as deliveries are.
 *
 * Laws
 * - A user has at most one pending digest of a kind: `open` answers it, or makes it of what it is given. What it answered
 *   stays pending until the transaction ends.
 * - `claim` answers only pending digests of the kind that are due by the storage's clock and under no live lease, longest due
 *   first; each claim raises the fence, so at most one claim of a digest is live.
 * - `save` writes only where the stored row is still pending with the claim's fence; otherwise it answers false and writes
 *   nothing. It ends the lease.
 * - `members` answers the pending deliveries that name the digest, oldest first; `Outbox.claim` never answers them.
 * - `move` changes when the user's pending digest of the kind is due, and with it its members; whoever is sending it goes on.
 * - `prune` deletes digests that ended before, at most `limit`, those that ended first first, and none that is pending; it
 *   answers how many. What they told stays.
 * - An unsaved claim is claimable again once its lease has run out.
 */
export class DigestRepository extends Context.Service<DigestRepository, {
  readonly open: (fresh: Digest) => Effect.Effect<Digest, StorageError>
  readonly members: (id: DigestId) => Effect.Effect<ReadonlyArray<Delivery>, StorageError>
  readonly claim: (options: {
    readonly kind: ChannelKind
    readonly limit: number
    readonly lease: Duration.Duration
    readonly worker: string
  }) => Effect.Effect<ReadonlyArray<Digest>, StorageError>
  readonly save: (digest: Digest) => Effect.Effect<boolean, StorageError>
  readonly move: (userId: UserId, kind: ChannelKind, dueAt: DateTime.Utc) => Effect.Effect<void, StorageError>
  readonly prune: (
    query: { readonly endedBefore: DateTime.Utc; readonly limit: number }
  ) => Effect.Effect<number, StorageError>
  /** Time until the next digest of the kind is claimable, by the storage's clock; none when nothing gathers. */
  readonly untilNext: (kind: ChannelKind) => Effect.Effect<Option.Option<Duration.Duration>, StorageError>
}>()("@vedette/domain/ports/DigestRepository") {}
