import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { UserId } from "../ids.ts"
import type { MessageTemplate } from "../template/MessageTemplate.ts"
import type { ChannelKind } from "./ChannelTarget.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * How accounts word their messages, by user and kind.
 *
 * Law
 * - `save` stores the template in place of the one that its user has of the kind; `find` answers it and nobody else's.
 */
export class MessageTemplates extends Context.Service<MessageTemplates, {
  readonly find: (userId: UserId, kind: ChannelKind) => Effect.Effect<Option.Option<MessageTemplate>, StorageError>
  readonly save: (template: MessageTemplate) => Effect.Effect<void, StorageError>
  /** False: there was none. */
  readonly remove: (userId: UserId, kind: ChannelKind) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/MessageTemplates") {}
