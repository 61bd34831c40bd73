import type { AttemptOutcome, ExecutionStatus, HealthStatus, NotificationEvent, NotifyMode, TaskState, Verdict } from "@vedette/domain"
import type { Span } from "./Span.ts"
import type { ScenarioEvent } from "./ScenarioEvent.ts"

/** What a page is from `at` on. Exactly one of the contents; without any the page answers with `status` and no body. */
export interface PageMoment {
  readonly at: Span
  /** A shop's page that sells one thing at this price, as a visitor and as a machine would read it. */
  readonly price?: { readonly amount: number; readonly currency: string }
  /** The visible text of a plain page. */
  readonly text?: string
  /** Default 200. */
  readonly status?: number
  /** Time until the answer. */
  readonly after?: Span
  /** Nothing answers. */
  readonly unreachable?: true
}

/** What a webhook's receiver does from `at` on: the message has arrived when it answers, so a slow one has it early. */
export interface ReceiverMoment {
  readonly at: Span
  readonly status?: number
  readonly after?: Span
  /** Nothing answers, and nothing arrives. */
  readonly unreachable?: true
}

export interface ScenarioTask {
  readonly query: string
  readonly condition: string
  /** Default `once`. */
  readonly notify?: NotifyMode
  readonly webhook?: string
  /** A second channel of the task, beside its webhook: whatever becomes of it, the webhook must not notice. */
  readonly second?: string
  readonly runImmediately?: true
  readonly minInterval?: Span
  readonly maxInterval?: Span
}

/** From and to, both included. */
export type Between = readonly [Span, Span]

/** One event that a receiver took. Listed in the order in which they were taken first. */
export interface ExpectedTelling {
  readonly task: string
  readonly event?: NotificationEvent
  /** Words that stand in the answer. */
  readonly answer: string
  readonly between: Between
  /** Requests with this id that reached the receiver, refused ones included; two numbers: at least and at most. Default 1. */
  readonly tries?: number | readonly [number, number]
}

export interface ExpectedExecution {
  readonly status: ExecutionStatus
  readonly verdict?: Verdict
  /** Whether it decided to tell somebody. */
  readonly told?: boolean
  readonly error?: string
  readonly attempts?: ReadonlyArray<AttemptOutcome>
  /** When it was opened. */
  readonly opened?: Between
}

export interface ExpectedTask {
  /** `deleted`: there is no such task. */
  readonly state: TaskState | "deleted"
  readonly health?: HealthStatus
  /** Null: nothing is scheduled. */
  readonly nextRun?: Between | null
  /** All of them, oldest first. A word is short for `{ status }`. */
  readonly executions?: ReadonlyArray<ExecutionStatus | ExpectedExecution>
  /** What is in the send log, oldest first. */
  readonly deliveries?: ReadonlyArray<"pending" | "sent" | "failed" | "skipped">
}

/**
 * A story on virtual time, as plain data: what the web and the receivers do, what the owner and the operators do, and
 * what must have come of it. All instants count from the start of the story.
 */
export interface Scenario {
  readonly name: string
  /** What it shows, in one sentence. */
  readonly shows: string
  /** Default: one worker, `w1`. */
  readonly workers?: ReadonlyArray<string>
  /** Runs at a time in each worker. Default 10. */
  readonly concurrency?: number
  /** How long a worker that is stopped lets its runs finish. Default 25 s. */
  readonly drainWithin?: Span
  readonly web: Readonly<Record<string, ReadonlyArray<PageMoment>>>
  readonly receivers: Readonly<Record<string, ReadonlyArray<ReceiverMoment>>>
  readonly tasks: Readonly<Record<string, ScenarioTask>>
  /** A receiver that is the account's default: for tasks without a webhook, and for word of one that failed. */
  readonly backup?: string
  /** In the order of time. */
  readonly events?: ReadonlyArray<ScenarioEvent>
  readonly until: Span
  readonly expect: {
    /** Everything that receivers took, no more and no less. */
    readonly told: ReadonlyArray<ExpectedTelling>
    readonly tasks: Readonly<Record<string, ExpectedTask>>
    /** Labels of the tasks in the order in which their runs began, from this instant on; for as many as are listed. */
    readonly runOrder?: { readonly from: Span; readonly tasks: ReadonlyArray<string> }
  }
}
