import * as Cause from "effect/Cause"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Policy } from "../Policy.ts"
import type { Page } from "../ports/PageReader.ts"
import { Search, type SearchError } from "../ports/Search.ts"
import { citedPages } from "../search/citedPages.ts"
import { Judgement, noUsage } from "../search/Judgement.ts"
import { OnPagesRead } from "../search/OnPagesRead.ts"
import { ReadAnew } from "../search/ReadAnew.ts"
import type { JudgedRun, Run, RunFailure } from "./Run.ts"

const isJudgement = Schema.is(Schema.toType(Judgement))

/** A judgement that breaks its own schema could not be stored; an adapter of anybody's may make one. */
const malformed: RunFailure = {
  category: "agent_error",
  message: "The check gave an answer that cannot be used.",
  retryAfterMs: null,
  internal: "The judgement does not have the form of the schema Judgement."
}

const failureOf = (error: SearchError): RunFailure => ({
  category: error.reason.category,
  message: error.message,
  retryAfterMs: error.reason.retryAfterMs,
  internal: error.message,
  // Whoever ran out of time and does not say what it has cost may have had a call under way.
  ...(error.usage === undefined && error.reason._tag === "SearchTimedOut" ? {} : { usage: error.usage ?? noUsage })
})

/** Beyond its deadline, for a search side that keeps it to say what it has cost. One that does not is ended without a word. */
const GRACE = Duration.seconds(5)

/** A bug in the search side is no reason to lose the run: it is recorded and tried again. */
const failureOfBug = (cause: Cause.Cause<never>): RunFailure => ({
  category: "unknown",
  message: "The check failed for an unexpected reason.",
  retryAfterMs: null,
  internal: Cause.pretty(cause)
})

/**
 * The one step of a run that leaves the process: asks the search side, within a deadline, outside any transaction.
 * Whatever it says, even that it broke, comes back as a value to be settled; only being stopped passes through.
 */
export const judgeRun = Effect.fn("judgeRun")(function*(run: Run) {
  const search = yield* Search
  const policy = yield* Policy
  const now = yield* DateTime.now
  const { task } = run
  const pages: Array<Page> = []
  const finished = (outcome: JudgedRun["outcome"]): JudgedRun => ({ run, outcome })
  return yield* search.judge({
    searchQuery: task.searchQuery,
    conditionDescription: task.conditionDescription,
    condition: task.condition,
    sources: task.sources,
    known: task.known,
    since: task.known.since ?? task.createdAt,
    earlierFindings: run.earlierFindings,
    now,
    deadline: DateTime.addDuration(now, policy.judgeTimeout),
    budget: policy.budget.run
  }).pipe(
    Effect.map((judgement) =>
      finished(
        isJudgement(judgement)
          ? { _tag: "Judged", judgement, cited: citedPages(judgement, pages) }
          : { _tag: "Failed", failure: malformed }
      )
    ),
    Effect.provideService(OnPagesRead, (read) => Effect.sync(() => void pages.push(...read))),
    Effect.provideService(ReadAnew, run.execution.trigger === "manual"),
    Effect.catch((error) => Effect.succeed(finished({ _tag: "Failed", failure: failureOf(error) }))),
    Effect.timeoutOrElse({
      duration: Duration.sum(policy.judgeTimeout, GRACE),
      orElse: () =>
        Effect.succeed(finished({
          _tag: "Failed",
          failure: {
            category: "timeout",
            message: `The check took longer than ${Duration.format(policy.judgeTimeout)}.`,
            retryAfterMs: null,
            internal: null
          }
        }))
    }),
    // Whatever ends the judgement from within, an interruption in the adapter's own fibers included. One from without
    // (this run was stopped) is not caught: the fiber has ended.
    Effect.catchCause((cause) => Effect.succeed(finished({ _tag: "Failed", failure: failureOfBug(cause) })))
  )
})
