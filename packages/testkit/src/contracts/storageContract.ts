import { layer } from "@effect/vitest"
import type * as Layer from "effect/Layer"
import { type Law, registerLaws } from "../Law.ts"
import { accountChannelLaws } from "./accountChannelLaws.ts"
import { activeTaskLaws } from "./activeTaskLaws.ts"
import { accountRepositoryLaws } from "./accountRepositoryLaws.ts"
import { budgetLaws } from "./budgetLaws.ts"
import { attemptLaws } from "./attemptLaws.ts"
import { contentionLaws } from "./contentionLaws.ts"
import { consentLaws } from "./consentLaws.ts"
import type { ContractTime } from "./ContractTime.ts"
import { digestLaws } from "./digestLaws.ts"
import { dutyRosterLaws } from "./dutyRosterLaws.ts"
import { executionBatchLaws } from "./executionBatchLaws.ts"
import { executionRepositoryLaws } from "./executionRepositoryLaws.ts"
import { feedTokenLaws } from "./feedTokenLaws.ts"
import { idempotencyLaws } from "./idempotencyLaws.ts"
import { inboxLaws } from "./inboxLaws.ts"
import { installationLaws } from "./installationLaws.ts"
import { messageTemplateLaws } from "./messageTemplateLaws.ts"
import { outboxChannelLaws } from "./outboxChannelLaws.ts"
import { outboxLimitLaws } from "./outboxLimitLaws.ts"
import { pageArchiveLaws } from "./pageArchiveLaws.ts"
import { outboxPutBackLaws } from "./outboxPutBackLaws.ts"
import { outboxLaws } from "./outboxLaws.ts"
import { publicLayerLaws } from "./publicLayerLaws.ts"
import { retentionLaws } from "./retentionLaws.ts"
import { rateLimitLaws } from "./rateLimitLaws.ts"
import { sendLogLaws } from "./sendLogLaws.ts"
import type { StoragePorts } from "./storageLaw.ts"
import { taskBatchLaws } from "./taskBatchLaws.ts"
import { taskRepositoryLaws } from "./taskRepositoryLaws.ts"
import { unitOfWorkLaws } from "./unitOfWorkLaws.ts"

/** The laws of the unit of work and the repositories. */
export const storageLaws: ReadonlyArray<Law<StoragePorts | ContractTime>> = [
  ...unitOfWorkLaws,
  ...contentionLaws,
  ...taskRepositoryLaws,
  ...taskBatchLaws,
  ...executionRepositoryLaws,
  ...executionBatchLaws,
  ...attemptLaws,
  ...retentionLaws,
  ...outboxLaws,
  ...outboxChannelLaws,
  ...outboxLimitLaws,
  ...outboxPutBackLaws,
  ...sendLogLaws,
  ...accountRepositoryLaws,
  ...consentLaws,
  ...digestLaws,
  ...messageTemplateLaws,
  ...publicLayerLaws,
  ...feedTokenLaws,
  ...accountChannelLaws,
  ...activeTaskLaws,
  ...rateLimitLaws,
  ...budgetLaws,
  ...pageArchiveLaws,
  ...idempotencyLaws,
  ...inboxLaws,
  ...installationLaws,
  ...dutyRosterLaws
]

/**
 * Holds a storage to the laws of `UnitOfWork`, `TaskRepository`, `ExecutionRepository`, `Outbox`, `AccountRepository`,
 * `FeedTokenRepository`, `AccountChannels`, `ConsentRepository`, `DigestRepository`, `MessageTemplates`, `Installation`,
 * `RateLimits`, `BudgetLedger`, `PageArchive`,
 * `IdempotencyStore` and `DutyRoster`. All laws share one build of the layer. The clock is the layer's own:
 * `virtualTime` for adapters on Effect's Clock, `realTime` for the others.
 *
 * @example
 * storageContract("memory", MemoryStorage.layer.pipe(Layer.provideMerge(virtualTime)))
 */
export const storageContract = <E>(name: string, storage: Layer.Layer<StoragePorts | ContractTime, E>): void =>
  layer(storage, { excludeTestServices: true })(`Storage contract (${name})`, (it) => registerLaws(it, storageLaws))
