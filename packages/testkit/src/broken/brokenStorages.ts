import { brokenAccountChannels } from "./brokenAccountChannels.ts"
import { brokenAccountRepositories } from "./brokenAccountRepositories.ts"
import { brokenBudgetLedgers } from "./brokenBudgetLedgers.ts"
import { brokenDutyRosters } from "./brokenDutyRosters.ts"
import { brokenConsents } from "./brokenConsents.ts"
import { brokenDigests } from "./brokenDigests.ts"
import { brokenExecutionRepositories } from "./brokenExecutionRepositories.ts"
import { brokenInboxes } from "./brokenInboxes.ts"
import { brokenInstallations } from "./brokenInstallations.ts"
import { brokenOutboxLimits } from "./brokenOutboxLimits.ts"
import { brokenMessageTemplates } from "./brokenMessageTemplates.ts"
import { brokenOutboxes } from "./brokenOutboxes.ts"
import { brokenPageArchives } from "./brokenPageArchives.ts"
import { brokenPublicLayers } from "./brokenPublicLayers.ts"
import { brokenSendLogs } from "./brokenSendLogs.ts"
import { brokenIdempotencyStores, brokenRateLimits } from "./brokenRequestStores.ts"
import type { BrokenStorage } from "./brokenStorage.ts"
import { brokenStoreExaminations } from "./brokenStoreExaminations.ts"
import { brokenTaskRepositories } from "./brokenTaskRepositories.ts"
import { brokenUnitsOfWork } from "./brokenUnitsOfWork.ts"
import { brokenWorkQueues } from "./brokenWorkQueues.ts"

/** At least one storage for every law of the storage and work queue contracts. */
export const brokenStorages: ReadonlyArray<readonly [port: string, storages: ReadonlyArray<BrokenStorage>]> = [
  ["a unit of work", brokenUnitsOfWork],
  ["a task repository", brokenTaskRepositories],
  ["an execution repository", brokenExecutionRepositories],
  ["an outbox", brokenOutboxes],
  ["an outbox with limits", brokenOutboxLimits],
  ["a send log", brokenSendLogs],
  ["an account repository", brokenAccountRepositories],
  ["a public layer", brokenPublicLayers],
  ["default channels", brokenAccountChannels],
  ["a consent repository", brokenConsents],
  ["a rate limit", brokenRateLimits],
  ["a budget ledger", brokenBudgetLedgers],
  ["a page archive", brokenPageArchives],
  ["an idempotency store", brokenIdempotencyStores],
  ["an inbox", brokenInboxes],
  ["a digest repository", brokenDigests],
  ["message templates", brokenMessageTemplates],
  ["an installation", brokenInstallations],
  ["a duty roster", brokenDutyRosters],
  ["an examination of the store", brokenStoreExaminations],
  ["a work queue", brokenWorkQueues]
]
