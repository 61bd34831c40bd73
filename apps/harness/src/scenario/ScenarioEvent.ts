import type { Span } from "./Span.ts"

interface At {
  readonly at: Span
}
interface OfTask extends At {
  readonly task: string
}

/** What people and machines do to the system in a story. */
export type ScenarioEvent =
  | OfTask & { readonly do: "pause" | "resume" | "complete" | "delete" }
  | OfTask & { readonly do: "edit"; readonly query?: string; readonly condition?: string }
  /**
   * An owner who has mended the receiver: saves the task's webhook again, which switches it on, and has all sent that was
   * given up.
   */
  | OfTask & { readonly do: "resend" }
  | OfTask & {
    readonly do: "runNow"
    readonly force?: true
    readonly suppress?: true
    /** So many calls at once. Default 1. */
    readonly times?: number
    /** The refusal that is expected, by its tag. */
    readonly refused?: string
  }
  /** As `kill -9`: whatever the worker was doing, nothing of it happens any more. */
  | At & { readonly do: "killWorker"; readonly worker: string }
  /** As SIGTERM: the worker drains. */
  | At & { readonly do: "stopWorker"; readonly worker: string }
  /** As SIGSTOP: it does nothing, and nobody is told; its leases run out. */
  | At & { readonly do: "freezeWorker"; readonly worker: string }
  /** As SIGCONT: it goes on where it stood, and does not know how late it is. */
  | At & { readonly do: "thawWorker"; readonly worker: string }
  | At & { readonly do: "startWorker"; readonly worker: string }
  /** Every running worker is killed, and started again at `to`. */
  | At & { readonly do: "outage"; readonly to: Span }
