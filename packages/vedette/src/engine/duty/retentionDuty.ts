import { pruneExecutions } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Duty } from "./startDuty.ts"

/** Often enough that a shift is short: an hour of a million hourly tasks is a million rows, of a thousand a thousand. */
const EVERY = Duration.hours(1)

/** Prunes the executions that told nobody, once they are older than `keep`. */
export const retentionDuty = (keep: Duration.Duration) =>
  ({
    name: "retention",
    schedule: { every: EVERY },
    perform: Effect.flatMap(pruneExecutions(keep), (pruned) =>
      pruned > 0 ? Effect.logInfo(`Pruned ${pruned} executions that told nobody`) : Effect.void)
  }) satisfies Duty<unknown, unknown>
