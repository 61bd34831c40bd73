import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { AddressCode } from "../consent/AddressCode.ts"
import type { OptOut } from "../consent/OptOut.ts"
import type { VerifiedAddress } from "../consent/VerifiedAddress.ts"
import type { TaskId, UserId } from "../ids.ts"
import type { ChannelKind } from "./ChannelTarget.ts"
import type { StorageError } from "./StorageError.ts"

/** Which messages an opt-out ends. */
export interface OptOutScope {
  readonly userId: UserId
  readonly kind: ChannelKind
  readonly address: string
  readonly taskId: TaskId | null
}

/**
 * Who has agreed to be written to by whom, who no longer does, and the codes by which they agree.
 *
 * Laws
 * - What `lockCodes` answered stays true until the transaction ends: two who use the codes of one user at once do so one
 *   after the other.
 * - Codes are answered newest first, closed and expired ones included, and nobody else's.
 * - An address is verified once per user and kind; verifying it again changes nothing. So it is with an opt-out and its scope.
 * - Verified addresses are answered by address, opt-outs by address and then the whole account before its tasks by id.
 * - An opt-out of one task and one of the whole account are two, and neither ends or brings back the other.
 */
export class ConsentRepository extends Context.Service<ConsentRepository, {
  /** The user's codes, inside a transaction, and nobody else uses them before it ends. */
  readonly lockCodes: (userId: UserId) => Effect.Effect<ReadonlyArray<AddressCode>, StorageError>
  readonly insertCode: (code: AddressCode) => Effect.Effect<void, StorageError>
  /** Writes `tries` and `closedAt`. */
  readonly saveCode: (code: AddressCode) => Effect.Effect<void, StorageError>
  readonly removeCode: (id: AddressCode["id"]) => Effect.Effect<void, StorageError>
  /** Removes the user's codes that were sent before. */
  readonly forgetCodes: (userId: UserId, before: DateTime.Utc) => Effect.Effect<void, StorageError>

  readonly verified: (userId: UserId, kind: ChannelKind) => Effect.Effect<ReadonlyArray<VerifiedAddress>, StorageError>
  readonly verify: (address: VerifiedAddress) => Effect.Effect<void, StorageError>
  /** False: it was not verified. */
  readonly unverify: (userId: UserId, kind: ChannelKind, address: string) => Effect.Effect<boolean, StorageError>

  readonly optOuts: (userId: UserId, kind: ChannelKind) => Effect.Effect<ReadonlyArray<OptOut>, StorageError>
  readonly optOut: (optOut: OptOut) => Effect.Effect<void, StorageError>
  /** False: there was none. */
  readonly optIn: (scope: OptOutScope) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/ConsentRepository") {}
