import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { UserId } from "../ids.ts"
import type { AccountChannel } from "../notification/AccountChannel.ts"
import type { ChannelKind } from "./ChannelTarget.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * The default channels of accounts, by user and kind.
 *
 * Laws
 * - `save` stores the channel as it is given, in place of the one that its user has of the kind.
 * - `list` answers a user's channels and nobody else's, by kind.
 * - What `lock` answered, also that there is none, stays true until the transaction ends: two who change one channel at
 *   once do so one after the other.
 * - A row that cannot be read is left out of `list` and logged: the user's other channels still tell.
 */
export class AccountChannels extends Context.Service<AccountChannels, {
  readonly find: (userId: UserId, kind: ChannelKind) => Effect.Effect<Option.Option<AccountChannel>, StorageError>
  /** As `find`, inside a transaction, and nobody else changes it before the transaction ends. */
  readonly lock: (userId: UserId, kind: ChannelKind) => Effect.Effect<Option.Option<AccountChannel>, StorageError>
  readonly list: (userId: UserId) => Effect.Effect<ReadonlyArray<AccountChannel>, StorageError>
  readonly save: (channel: AccountChannel) => Effect.Effect<void, StorageError>
  /** False: there was none. */
  readonly remove: (userId: UserId, kind: ChannelKind) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/AccountChannels") {}
