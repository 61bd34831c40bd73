/** Milliseconds since the history began. */
export type AtMs = number

export interface PlannedTask {
  readonly label: string
  readonly owner: number
  readonly page: string
  /** Below which price the owner wants to know. */
  readonly limit: number
  readonly notify: "once" | "always"
  /** Free text, which a model judges: it costs. */
  readonly byModel: boolean
  /** Hours on a wall in Berlin. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  /** Seconds. */
  readonly minInterval: number
  readonly maxInterval: number
  readonly deadlineMs: AtMs | null
  /** Receivers by the kind of channel. */
  readonly channels: Readonly<Record<string, string>>
  readonly createdMs: AtMs
  readonly runImmediately: boolean
}

export interface PlannedBudget {
  readonly run: number
  readonly taskDay: number | null
  readonly userDay: number | null
  readonly month: number | null
}

/** A default channel of an owner's account. */
export interface PlannedDefault {
  readonly owner: number
  readonly kind: string
  readonly receiver: string
  readonly digest: "none" | "daily" | "weekly"
  readonly onlyAlerts: boolean
}

/** What a page is from an instant on. */
export interface PageTurn {
  readonly atMs: AtMs
  readonly price: number
  /** Until the judgement is made. */
  readonly tookMs: number
  readonly fails: "rate_limit" | "timeout" | "network" | "agent_error" | "user_error" | "breaks" | null
  /** Whatever process has read it dies of it, and is started again so long after. Null: none does. */
  readonly killsForMs: number | null
}

/**
 * What a receiver does from an instant on. `forgets` takes the message and then says that it did not; `hangs` takes it and
 * answers too late.
 */
export interface ReceiverTurn {
  readonly atMs: AtMs
  readonly does: "takes" | "refuses" | "limits" | "rejects" | "gone" | "forgets" | "hangs"
  readonly tookMs: number
}

export interface PlannedWorker {
  readonly name: string
  readonly concurrency: number
  readonly longestSleepMs: number
  readonly drainWithinMs: number
  readonly reconcileEveryMs: number
}

/** How badly the storage serves while an incident lasts; each a probability for each operation. */
export interface StoreFaults {
  /** It takes up to `slowMs` longer. */
  readonly slow: number
  readonly slowMs: number
  /** The connection is gone before the statement arrives. */
  readonly lost: number
  /** The commit fails: nothing of it is stored. */
  readonly commitFails: number
  /** It is stored, and the reply is lost. */
  readonly replyLost: number
  /** Deadlock: the transaction is run again. */
  readonly contention: number
}

/** What a process does that something may befall: a statement by itself or in a transaction, a transaction, what it asks the web. */
export const operations = ["statement", "inside", "commit", "page", "delivery"] as const
export type Operation = (typeof operations)[number]

/** The n-th operation of a kind (null: of any) from then on, as it begins or once it has taken effect. */
export interface Moment {
  readonly of: Operation | null
  readonly nth: number
  readonly takesEffect: boolean
}

/** What somebody does, or what befalls something. */
export type Deed =
  | { readonly do: "pause" | "resume" | "complete" | "restart" | "delete"; readonly task: string }
  /** Copies the task, and sets the copy going. */
  | { readonly do: "fork"; readonly task: string }
  | { readonly do: "edit"; readonly task: string; readonly limit: number }
  | { readonly do: "hurry"; readonly task: string; readonly maxInterval: number }
  | { readonly do: "redirect"; readonly task: string; readonly kind: string; readonly receiver: string }
  | { readonly do: "silence"; readonly task: string; readonly kind: string }
  /** Puts all back that was not told. */
  | { readonly do: "resend"; readonly task: string }
  | { readonly do: "runNow"; readonly task: string; readonly force: boolean; readonly suppress: boolean; readonly times: number }
  | { readonly do: "setDefault"; readonly owner: number; readonly to: PlannedDefault; readonly enabled: boolean }
  | { readonly do: "dropDefault"; readonly owner: number; readonly kind: string }
  /** Who may be written to. `endTask`: they unsubscribe from that one task of the owner. */
  | {
    readonly do: "consent"
    readonly owner: number
    readonly receiver: string
    readonly how: "verify" | "unverify" | "end" | "endTask" | "resume"
    readonly ofTask: string
  }
  /** Started again so long after. An operation of one kind is waited for; the n-th of any comes within seconds. */
  | { readonly do: "kill"; readonly worker: string; readonly at: Moment; readonly backAfterMs: number }
  /** Null: at once. It goes on after `forMs`, or so long after another has taken over what it held, where that comes first. */
  | {
    readonly do: "freeze"
    readonly worker: string
    readonly at: Moment | null
    readonly forMs: number
    readonly overtakenMs: number | null
  }
  /** Told to stop; started again so long after. */
  | { readonly do: "stop"; readonly worker: string; readonly backAfterMs: number }
  /** From now on the worker's clock is wrong by so much. */
  | { readonly do: "clock"; readonly worker: string; readonly offByMs: number }
  | { readonly do: "store"; readonly forMs: number; readonly faults: StoreFaults }
  /**
   * Every live lease ends, as of workers that are wrongly taken for dead (`leases`); the timers that a storage keeps beside the
   * intents are gone, or there twice.
   */
  | { readonly do: "engine"; readonly how: "leases" | "timersLost" | "timersTwice" }
  /** Hints that work is due are dropped, come late, or come twice. */
  | { readonly do: "wakes"; readonly forMs: number; readonly how: "lost" | "late" | "twice" }

/**
 * A deed and when: at an instant, or so long after the first run that begins from then on (of the deed's own task or
 * worker, where it has one).
 */
export interface PlannedDeed {
  readonly atMs: AtMs
  readonly afterRunMs: number | null
  /** The task whose run it waits for, where that is not its own. */
  readonly ofTask?: string
  readonly deed: Deed
}

/** A history to be played: everything that chance decides beforehand, as plain data, so that it can be made smaller. */
export interface Plan {
  readonly seed: number
  readonly days: number
  /** From here on nothing goes wrong any more: what is owed must come to its end. */
  readonly calmMs: AtMs
  readonly endMs: AtMs
  readonly workers: ReadonlyArray<PlannedWorker>
  /** Runs of one owner at a time, over all workers; null: as many as there are places. */
  readonly perOwner: number | null
  /** Tokens that may be spent; null: whatever it takes. */
  readonly budget: PlannedBudget | null
  readonly defaults: ReadonlyArray<PlannedDefault>
  readonly tasks: ReadonlyArray<PlannedTask>
  readonly pages: Readonly<Record<string, ReadonlyArray<PageTurn>>>
  readonly receivers: Readonly<Record<string, ReadonlyArray<ReceiverTurn>>>
  readonly deeds: ReadonlyArray<PlannedDeed>
}
