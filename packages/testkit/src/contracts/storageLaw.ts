import type {
  AccountChannels,
  AccountRepository,
  BudgetLedger,
  ConsentRepository,
  DigestRepository,
  MessageTemplates,
  DutyRoster,
  ExecutionRepository,
  FeedTokenRepository,
  IdempotencyStore,
  Inbox,
  Installation,
  Outbox,
  PageArchive,
  RateLimits,
  StoreExamination,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { SecureRandom } from "effect/crypto"
import type { Law } from "../Law.ts"
import type { ContractTime } from "./ContractTime.ts"

/** The storage side as one adapter provides it. */
export type StoragePorts =
  | UnitOfWork
  | TaskRepository
  | ExecutionRepository
  | Outbox
  | AccountRepository
  | ConsentRepository
  | DigestRepository
  | MessageTemplates
  | FeedTokenRepository
  | AccountChannels
  | Inbox
  | Installation
  | RateLimits
  | BudgetLedger
  | PageArchive
  | IdempotencyStore
  | DutyRoster
  | StoreExamination
  | WorkQueue

// One generator for all laws: within one generator every id sorts after the one before, which the "newest first"
// laws rest on.
const ids = SecureRandom.make((size) => globalThis.crypto.getRandomValues(new Uint8Array(size)))

/** A law of the storage side. Its check may ask for fresh ids, and must delete what another law could stumble over. */
export const storageLaw = (
  name: string,
  check: Effect.Effect<void, unknown, StoragePorts | ContractTime | SecureRandom.SecureRandom | Scope.Scope>
): Law<StoragePorts | ContractTime> => ({
  name,
  check: Effect.provideService(check, SecureRandom.SecureRandom, ids)
})
