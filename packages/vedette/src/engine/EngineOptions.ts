import * as Context from "effect/Context"
import * as Duration from "effect/Duration"

/** How one worker process works. */
export interface EngineSettings {
  /** Names this process in leases and attempts. */
  readonly worker: string
  /** Runs at a time in this process. */
  readonly concurrency: number
  /** Runs of one owner at a time, over all workers. Null, the default: as many as there are places; owners take turns. */
  readonly perOwner: number | null
  /**
   * How long a claim lives without a heartbeat; beaten three times within it. Shorter finds dead workers sooner,
   * longer forgives a slow database. Default 30 s.
   */
  readonly lease: Duration.Duration
  /** How long a stopping worker lets its runs finish before it hands them back. Default 25 s: orchestrators kill after 30. */
  readonly drainWithin: Duration.Duration
  /**
   * The longest a worker sleeps without looking. Wake-ups are hints; this is what makes them unnecessary. Default 5 s.
   */
  readonly longestSleep: Duration.Duration
  /** Default 60 s. */
  readonly reconcileEvery: Duration.Duration
  /** Executions that told nobody are pruned after this. Default 90 days. */
  readonly retention: Duration.Duration
  /** How long the full texts of cited pages are kept; zero keeps none. Default 30 days. */
  readonly keepPages: Duration.Duration
}

export const defaultEngineSettings: EngineSettings = {
  worker: "worker",
  concurrency: 10,
  perOwner: null,
  lease: Duration.seconds(30),
  drainWithin: Duration.seconds(25),
  longestSleep: Duration.seconds(5),
  reconcileEvery: Duration.seconds(60),
  retention: Duration.days(90),
  keepPages: Duration.days(30)
}

export const EngineOptions = Context.Reference<EngineSettings>("vedette/EngineOptions", {
  defaultValue: () => defaultEngineSettings
})
