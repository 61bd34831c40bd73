import {
  AccountChannels,
  AccountRepository,
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
  BudgetLedger,
  PageArchive,
  RateLimits,
  StoreExamination,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ContractTime, virtualTime } from "../contracts/ContractTime.ts"
import type { StoragePorts } from "../contracts/storageLaw.ts"

export interface StorageServices {
  readonly unitOfWork: UnitOfWork["Service"]
  readonly tasks: TaskRepository["Service"]
  readonly executions: ExecutionRepository["Service"]
  readonly outbox: Outbox["Service"]
  readonly accounts: AccountRepository["Service"]
  readonly feedTokens: FeedTokenRepository["Service"]
  readonly accountChannels: AccountChannels["Service"]
  readonly consents: ConsentRepository["Service"]
  readonly inbox: Inbox["Service"]
  readonly messageTemplates: MessageTemplates["Service"]
  readonly digests: DigestRepository["Service"]
  readonly installation: Installation["Service"]
  readonly rateLimits: RateLimits["Service"]
  readonly budgets: BudgetLedger["Service"]
  readonly pages: PageArchive["Service"]
  readonly idempotency: IdempotencyStore["Service"]
  readonly duties: DutyRoster["Service"]
  readonly examination: StoreExamination["Service"]
  readonly queue: WorkQueue["Service"]
}

/** The memory storage with some services changed. `alter` is called once a build, so a defect may keep notes. */
export const alteredStorage = (
  alter: (sound: StorageServices) => Partial<StorageServices>
): Layer.Layer<StoragePorts | ContractTime> =>
  Layer.effectContext(Effect.gen(function*() {
    const sound: StorageServices = {
      unitOfWork: yield* UnitOfWork,
      tasks: yield* TaskRepository,
      executions: yield* ExecutionRepository,
      outbox: yield* Outbox,
      accounts: yield* AccountRepository,
      feedTokens: yield* FeedTokenRepository,
      accountChannels: yield* AccountChannels,
      consents: yield* ConsentRepository,
      inbox: yield* Inbox,
      messageTemplates: yield* MessageTemplates,
      digests: yield* DigestRepository,
      installation: yield* Installation,
      rateLimits: yield* RateLimits,
      budgets: yield* BudgetLedger,
      pages: yield* PageArchive,
      idempotency: yield* IdempotencyStore,
      duties: yield* DutyRoster,
      examination: yield* StoreExamination,
      queue: yield* WorkQueue
    }
    const altered = { ...sound, ...alter(sound) }
    return Context.make(UnitOfWork, altered.unitOfWork).pipe(
      Context.add(TaskRepository, altered.tasks),
      Context.add(ExecutionRepository, altered.executions),
      Context.add(Outbox, altered.outbox),
      Context.add(AccountRepository, altered.accounts),
      Context.add(FeedTokenRepository, altered.feedTokens),
      Context.add(AccountChannels, altered.accountChannels),
      Context.add(ConsentRepository, altered.consents),
      Context.add(Inbox, altered.inbox),
      Context.add(MessageTemplates, altered.messageTemplates),
      Context.add(DigestRepository, altered.digests),
      Context.add(Installation, altered.installation),
      Context.add(RateLimits, altered.rateLimits),
      Context.add(BudgetLedger, altered.budgets),
      Context.add(PageArchive, altered.pages),
      Context.add(IdempotencyStore, altered.idempotency),
      Context.add(DutyRoster, altered.duties),
      Context.add(StoreExamination, altered.examination),
      Context.add(WorkQueue, altered.queue)
    )
  })).pipe(Layer.provide(MemoryStorage.layer), Layer.provideMerge(virtualTime))
