import {
  AccountChannels,
  DutyRoster,
  ExecutionRepository,
  HttpFetch,
  Outbox,
  TaskRepository,
  UnitOfWork,
  WorkQueue
} from "@vedette/domain"
import { PageSearch } from "@vedette/search-web"
import { WebPageReader } from "@vedette/web-reader"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { defaultEngineSettings, EngineOptions, startEngine } from "vedette"
import { channelsLayer } from "./channels.ts"
import { makeMortality } from "./Mortality.ts"
import { mortalService } from "./mortalService.ts"

/** A worker of the simulated installation: the real engine, its own reader and channels, and a life of its own. */
export interface Worker {
  readonly name: string
  readonly isDead: () => boolean
  readonly operations: () => number
  /** As `kill -9`. */
  readonly kill: Effect.Effect<void>
  /** As SIGSTOP and SIGCONT. */
  readonly freeze: Effect.Effect<void>
  readonly thaw: Effect.Effect<void>
  /** As SIGTERM; ends when the worker has drained, which takes virtual time. */
  readonly stop: Effect.Effect<void>
}

export interface WorkerOptions {
  readonly name: string
  readonly concurrency: number
  readonly drainWithin: Duration.Duration
  readonly diesAtOperation: number | null
  /** Runs after each transaction that the worker committed. */
  readonly onCommit: Effect.Effect<void>
}

/** Everything of a worker that reaches outside of it goes through its mortality. */
export const startWorker = Effect.fn("startWorker")(function*(options: WorkerOptions) {
  const mortality = yield* makeMortality(options.diesAtOperation)
  const unitOfWork = yield* UnitOfWork
  const http = yield* HttpFetch
  const outside = Context.make(
    UnitOfWork,
    UnitOfWork.of({
      ...mortalService(unitOfWork, mortality),
      transact: (work) =>
        mortality.transaction((inside) =>
          inside ? unitOfWork.transact(work) : Effect.tap(unitOfWork.transact(work), () => options.onCommit)
        )
    })
  ).pipe(
    Context.add(TaskRepository, mortalService(yield* TaskRepository, mortality)),
    Context.add(ExecutionRepository, mortalService(yield* ExecutionRepository, mortality)),
    Context.add(Outbox, mortalService(yield* Outbox, mortality)),
    Context.add(AccountChannels, mortalService(yield* AccountChannels, mortality)),
    Context.add(DutyRoster, mortalService(yield* DutyRoster, mortality)),
    Context.add(WorkQueue, mortalService(yield* WorkQueue, mortality)),
    Context.add(HttpFetch, HttpFetch.of({ check: http.check, fetch: (request) => mortality.request(http.fetch(request)) })),
    Context.add(EngineOptions, {
      ...defaultEngineSettings,
      worker: options.name,
      concurrency: options.concurrency,
      drainWithin: options.drainWithin
    })
  )
  // Fresh: a layer that two workers shared would be built over the first one's way out.
  const adapters = Layer.fresh(Layer.mergeAll(
    PageSearch.layer.pipe(Layer.provide(WebPageReader.layer())),
    channelsLayer
  ))
  const scope = yield* Scope.make()
  yield* startEngine.pipe(
    Effect.provide(adapters),
    Effect.provideContext(outside),
    Scope.provide(scope)
  )
  const worker: Worker = {
    name: options.name,
    isDead: mortality.isDead,
    operations: mortality.operations,
    kill: mortality.kill,
    freeze: mortality.freeze,
    thaw: mortality.thaw,
    stop: Scope.close(scope, Exit.void)
  }
  return worker
})
