import * as Layer from "effect/Layer"
import { MemoryAccountChannels } from "./MemoryAccountChannels.ts"
import { MemoryAccountRepository } from "./MemoryAccountRepository.ts"
import { MemoryBudgetLedger } from "./MemoryBudgetLedger.ts"
import { MemoryConsentRepository } from "./MemoryConsentRepository.ts"
import { MemoryDatabase } from "./MemoryDatabase.ts"
import { MemoryDigestRepository } from "./MemoryDigestRepository.ts"
import { MemoryDutyRoster } from "./MemoryDutyRoster.ts"
import { MemoryExecutionRepository } from "./MemoryExecutionRepository.ts"
import { MemoryFeedTokenRepository } from "./MemoryFeedTokenRepository.ts"
import { MemoryIdempotencyStore } from "./MemoryIdempotencyStore.ts"
import { MemoryInbox } from "./MemoryInbox.ts"
import { MemoryInstallation } from "./MemoryInstallation.ts"
import { MemoryOutbox } from "./MemoryOutbox.ts"
import { MemoryRateLimits } from "./MemoryRateLimits.ts"
import { MemoryStoreExamination } from "./MemoryStoreExamination.ts"
import { MemoryPageArchive } from "./MemoryPageArchive.ts"
import { MemoryMessageTemplates } from "./MemoryMessageTemplates.ts"
import { MemoryTaskRepository } from "./MemoryTaskRepository.ts"
import { MemoryUnitOfWork } from "./MemoryUnitOfWork.ts"
import { MemoryWorkQueue } from "./MemoryWorkQueue.ts"
import { StoredState } from "./StoredState.ts"

/**
 * The whole storage side in memory, on Effect's Clock: `UnitOfWork`, `TaskRepository`, `ExecutionRepository`,
 * `Outbox`, `AccountRepository`, `FeedTokenRepository`, `AccountChannels`, `ConsentRepository`, `DigestRepository`,
 * `MessageTemplates`, `Installation`, `DutyRoster`, `RateLimits`, `BudgetLedger`, `PageArchive`, `IdempotencyStore`,
 * `StoreExamination` and `WorkQueue` over one state.
 *
 * Every build is a storage of its own; inside one program the layer is shared as any layer is, and `Layer.fresh`
 * gives a second one.
 */
export const layer = Layer.mergeAll(
  MemoryUnitOfWork,
  MemoryTaskRepository,
  MemoryExecutionRepository,
  MemoryOutbox,
  MemoryAccountRepository,
  MemoryFeedTokenRepository,
  MemoryAccountChannels,
  MemoryConsentRepository,
  MemoryDigestRepository,
  MemoryMessageTemplates,
  MemoryInbox,
  MemoryInstallation,
  MemoryRateLimits,
  MemoryBudgetLedger,
  MemoryPageArchive,
  MemoryIdempotencyStore,
  MemoryDutyRoster,
  MemoryStoreExamination,
  MemoryWorkQueue
).pipe(Layer.provide(MemoryDatabase.layer))

/** As `layer`, with a window to what is stored. */
export const layerWithState = Layer.merge(layer, StoredState.layer.pipe(Layer.provide(MemoryDatabase.layer)))
