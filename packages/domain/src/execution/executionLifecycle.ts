import { type EventOf, lifecycle, type StateOf } from "../lifecycle.ts"

/** One row per lifecycle; retries keep it. A terminal state accepts no event and nothing in its row changes again. */
export const executionLifecycle = lifecycle({
  pending: { start: "running", cancel: "cancelled" },
  running: {
    succeed: "success",
    failTransient: "retrying",
    failFinal: "failed",
    cancel: "cancelled",
    // The worker died or handed the run back. Another takes it up, unless it has cost too many workers: then failFinal.
    leaseLost: "retrying"
  },
  retrying: { start: "running", cancel: "cancelled" },
  success: {},
  failed: {},
  cancelled: {}
})

export type ExecutionStatus = StateOf<typeof executionLifecycle>
export type ExecutionEvent = EventOf<typeof executionLifecycle>

/** At most one execution of a task is in one of these. */
export const openStatuses = ["pending", "running", "retrying"] as const satisfies ReadonlyArray<ExecutionStatus>
