import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type { TaskFacts } from "../ports/StoreExamination.ts"

/** What else an invariant is judged by. */
export interface ExaminedAt {
  readonly now: DateTime.Utc
  /** Channels that this installation has notifiers for. */
  readonly kinds: ReadonlySet<string>
}

/** Something that holds of every task after every commit. */
export interface StoreInvariant {
  readonly name: string
  /** The law, as a sentence. */
  readonly says: string
  /** What breaks it, in words; null: it holds. Pure. */
  readonly broken: (facts: TaskFacts, at: ExaminedAt) => string | null
}

/**
 * A lease that ran out is taken up by the next claim, five seconds later at most, and by the reconciler within a minute
 * where nobody wants the task. Five minutes, and either no worker runs or nobody will.
 */
const SILENT_FOR = Duration.minutes(5)

const live = ({ leaseUntil }: TaskFacts, now: DateTime.Utc): boolean =>
  leaseUntil !== null && DateTime.isGreaterThan(leaseUntil, now)

const running = ({ open }: TaskFacts) => open.filter(({ status }) => status === "running")

const many = (count: number, one: string, more: string): string => count === 1 ? `one ${one}` : `${count} ${more}`

/** What `doctor` looks for, in the order in which it is repaired. */
export const storeInvariants: ReadonlyArray<StoreInvariant> = [
  {
    name: "task-can-be-read",
    says: "Every task has the form this version reads.",
    broken: ({ unreadable }) => unreadable === null ? null : `its row cannot be read by this version: ${unreadable}`
  },
  {
    name: "lease-has-a-heartbeat",
    says: "A lease is renewed, settled or taken over.",
    broken: ({ leaseUntil }, { now }) =>
      leaseUntil !== null && DateTime.isLessThan(leaseUntil, DateTime.subtractDuration(now, SILENT_FOR))
        ? `its lease ran out at ${DateTime.formatIso(leaseUntil)} and nobody has taken it up`
        : null
  },
  {
    name: "lease-has-a-run",
    says: "A task under a live lease has a running execution.",
    broken: (facts, { now }) =>
      live(facts, now) && running(facts).length === 0 ? "it is under a lease and nothing of it is running" : null
  },
  {
    name: "run-has-a-lease",
    says: "A running execution is under a lease.",
    broken: (facts) => facts.leaseUntil === null && running(facts).length > 0 ? "it is running and nobody holds its lease" : null
  },
  {
    name: "open-execution-ends",
    says: "An open execution is under a live lease, or its task is due or soon will be.",
    broken: (facts, { now }) =>
      facts.open.length > 0 && facts.dueAt === null && !live(facts, now) ? "its run is open and nothing will ever end it" : null
  },
  {
    name: "active-task-is-watched",
    says: "An active task has a wake-up, or is running.",
    broken: (facts, { now }) =>
      facts.state === "active" && facts.dueAt === null && !(live(facts, now) && facts.open.length > 0)
        ? "it is active and nothing will ever wake it"
        : null
  },
  {
    name: "wake-up-has-an-intent",
    says: "A task that is not active is due only for a run that somebody asked for.",
    broken: ({ dueAt, open, state }) =>
      state !== "active" && dueAt !== null && open.length === 0 ? `it is ${state} and due without anybody having asked` : null
  },
  {
    name: "try-has-a-run",
    says: "A try is in progress only while its execution is running.",
    broken: ({ strayTries }) =>
      strayTries.length > 0 ? `${many(strayTries.length, "try", "tries")} in progress of executions that are not running` : null
  },
  {
    name: "decision-is-owed",
    says: "What was decided to be told is owed.",
    broken: ({ unowed }) => unowed.length > 0 ? `${many(unowed.length, "decision", "decisions")} to tell that nobody is owed` : null
  },
  {
    name: "delivery-is-due",
    says: "A delivery that is not over is due at some time.",
    broken: ({ undatedDeliveries }) =>
      undatedDeliveries.length > 0 ? `${many(undatedDeliveries.length, "delivery", "deliveries")} pending and never due` : null
  },
  {
    name: "delivery-has-a-channel",
    says: "A delivery that is not over goes by a channel that this installation has.",
    broken: ({ pending }, { kinds }) => {
      const unserved = [...new Set(pending.flatMap(({ kind }) => kinds.has(kind) ? [] : kind))]
      return unserved.length > 0 ? `deliveries are owed by channels that nobody serves: ${unserved.join(", ")}` : null
    }
  }
]
