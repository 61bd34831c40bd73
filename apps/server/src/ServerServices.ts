import type {
  AccountChannels,
  AccountRepository,
  BudgetLedger,
  ConsentRepository,
  DigestRepository,
  MessageTemplates,
  ExecutionRepository,
  FeedTokenRepository,
  IdempotencyStore,
  Inbox,
  Notifiers,
  Outbox,
  PageArchive,
  RateLimits,
  Search,
  Secrets,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import type { SecureRandom } from "effect/crypto"
import type * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"

/** What the use cases behind the routes need. Whoever builds a server brings all of it. */
export type ServerServices =
  | AccountChannels
  | AccountRepository
  | ConsentRepository
  | DigestRepository
  | MessageTemplates
  | ExecutionRepository
  | FeedTokenRepository
  | IdempotencyStore
  | Inbox
  | Notifiers
  | Outbox
  | PageArchive
  | RateLimits
  | BudgetLedger
  | Search
  | SecureRandom.SecureRandom
  | Secrets
  | TaskRepository
  | UnitOfWork
  | WorkQueue

/** What runs an effect for a request. A `ManagedRuntime` of `ServerServices` is one. */
export interface Runner {
  readonly runPromiseExit: <A, E>(
    effect: Effect.Effect<A, E, ServerServices>,
    options?: { readonly signal?: AbortSignal | undefined }
  ) => Promise<Exit.Exit<A, unknown>>
}
