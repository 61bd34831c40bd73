import { Notifiers, Search, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { defaultEngineSettings, EngineOptions, startEngine } from "vedette"
import type { PlannedWorker } from "../plan/Plan.ts"
import type { StoragePorts } from "../storage/SimulatedStorage.ts"
import type { Door } from "./Door.ts"

/** What all processes of an installation share. */
export type Shared = Exclude<Effect.Services<typeof startEngine>, Search | Notifiers | Scope.Scope> | StoragePorts

/** Changes what a process does to its storage: for processes that are broken on purpose. */
export type Alter = (outside: Context.Context<Shared>) => Context.Context<Shared>

/** What a process finds when it looks out of its door: every port of the storage, and nothing of it without passing there. */
export const throughDoor = (
  ports: Context.Context<StoragePorts>,
  services: Context.Context<never>,
  door: Door,
  alter: Alter
): Context.Context<Shared> => {
  const transact = door.transact(Context.get(ports, UnitOfWork).transact)
  const guarded = new Map([...ports.mapUnsafe].map(([key, port]) => [key, door.storage(port as object)] as const))
  const outside = Context.merge(Context.makeUnsafe<StoragePorts>(guarded), services)
  return alter(
    outside.pipe(
      Context.add(UnitOfWork, { ...Context.get(outside, UnitOfWork), transact }),
      Context.add(Clock.Clock, door.clock)
    ) as Context.Context<Shared>
  )
}

export interface SimulatedWorker {
  readonly door: Door
  readonly settings: PlannedWorker
  /** Told to stop, and not gone yet. */
  readonly isStopping: () => boolean
  readonly hasStopped: () => boolean
  /** As SIGTERM. */
  readonly stop: () => void
}

export interface WorkerParts {
  readonly outside: Context.Context<Shared>
  readonly door: Door
  readonly settings: PlannedWorker
  readonly perOwner: number | null
  readonly search: Search["Service"]
  readonly notifiers: Notifiers["Service"]
  /** What becomes of a hint on its way to this worker. */
  readonly hint: Stream.Stream<void>
}

/** The real engine in a process of its own, which can be killed, frozen, told to stop, and told the wrong time. */
export const startSimulatedWorker = ({ door, hint, notifiers, outside, perOwner, search, settings }: WorkerParts): SimulatedWorker => {
  const queue = Context.getUnsafe(outside, WorkQueue)
  const context = outside.pipe(
    Context.add(WorkQueue, { ...queue, wake: Stream.flatMap(queue.wake, () => hint) }),
    Context.add(Search, search),
    Context.add(Notifiers, notifiers),
    Context.add(EngineOptions, {
      ...defaultEngineSettings,
      worker: settings.name,
      concurrency: settings.concurrency,
      perOwner,
      longestSleep: Duration.millis(settings.longestSleepMs),
      drainWithin: Duration.millis(settings.drainWithinMs),
      reconcileEvery: Duration.millis(settings.reconcileEveryMs)
    })
  )
  const fork = Effect.runForkWith(context)
  const scope = Scope.makeUnsafe()
  fork(Scope.provide(startEngine, scope))
  let stopping = false
  let stopped = false
  return {
    door,
    settings,
    isStopping: () => stopping && !stopped,
    hasStopped: () => stopped,
    stop: () => {
      if (stopping) return
      stopping = true
      fork(Scope.close(scope, Exit.void)).addObserver(() => {
        stopped = true
      })
    }
  }
}
