import { pruneDigests, pruneExecutions, prunePages } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { EngineSettings } from "../EngineOptions.ts"
import type { Duty } from "./startDuty.ts"

/** Often enough that a shift is short: an hour of a million hourly tasks is a million rows, of a thousand a thousand. */
const EVERY = Duration.hours(1)

/**
 * Prunes the executions that told nobody and the digests that are over, once they are older than `retention`, and texts of pages older
 * than `keepPages`.
 */
export const retentionDuty = ({ keepPages, retention }: Pick<EngineSettings, "keepPages" | "retention">) =>
  ({
    name: "retention",
    schedule: { every: EVERY },
    perform: Effect.gen(function*() {
      const executions = yield* pruneExecutions(retention)
      if (executions > 0) yield* Effect.logInfo(`Pruned ${executions} executions that told nobody`)
      const digests = yield* pruneDigests(retention)
      if (digests > 0) yield* Effect.logInfo(`Pruned ${digests} digests that are over`)
      // After the executions: what they alone have cited goes in the same shift.
      const pages = yield* prunePages(keepPages)
      if (pages > 0) yield* Effect.logInfo(`Pruned ${pages} rows of kept pages`)
    })
  }) satisfies Duty<unknown, unknown>
