import {
  AccountRepository,
  ExecutionRepository,
  FeedTokenRepository,
  Installation,
  Outbox,
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
  readonly installation: Installation["Service"]
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
      installation: yield* Installation,
      queue: yield* WorkQueue
    }
    const { accounts, executions, feedTokens, installation, outbox, queue, tasks, unitOfWork } = { ...sound, ...alter(sound) }
    return Context.make(UnitOfWork, unitOfWork).pipe(
      Context.add(TaskRepository, tasks),
      Context.add(ExecutionRepository, executions),
      Context.add(Outbox, outbox),
      Context.add(AccountRepository, accounts),
      Context.add(FeedTokenRepository, feedTokens),
      Context.add(Installation, installation),
      Context.add(WorkQueue, queue)
    )
  })).pipe(Layer.provide(MemoryStorage.layer), Layer.provideMerge(virtualTime))
