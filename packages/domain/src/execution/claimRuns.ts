import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { mayPass } from "../ports/mayPass.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, WorkQueue } from "../ports/WorkQueue.ts"
import type { SuspectsTurn } from "./chooseCompany.ts"
import { type ClaimedRuns, startRuns } from "./startRuns.ts"

const nothing: ClaimedRuns = { runs: [], alone: false, suspects: 0 }

/**
 * Claims due tasks and starts a try for each, in one transaction.
 *
 * A run that has cost `LOST_IN_COMPANY` workers is started alone, when it is such runs' turn; otherwise it is handed back
 * untried, in the same transaction. One that has cost `MAX_LOST_LEASES` is given up here instead of being given to another.
 *
 * A task that cannot be started (a row of it cannot be read) is logged and stays leased; it comes round again and again,
 * and holds up nobody else.
 */
export const claimRuns = Effect.fn("claimRuns")(function*(options: {
  readonly limit: number
  readonly lease: Duration.Duration
  readonly worker: string
  readonly perOwner?: number
  /** Left out: `last`, as by a worker that has nothing in hand. */
  readonly suspects?: SuspectsTurn
}) {
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  const start = (claims: ReadonlyArray<Claim>, turn: SuspectsTurn) => unitOfWork.transact(startRuns(claims, options.worker, turn))
  const startOneByOne = (claims: ReadonlyArray<Claim>) =>
    Effect.forEach(claims, (claim) =>
      // One by one each would seem to be alone.
      start([claim], "never").pipe(
        Effect.catchCause((cause) =>
          mayPass(cause) ? Effect.failCause(cause) : Effect.logError("A task could not be started", cause).pipe(
            Effect.annotateLogs({ taskId: claim.taskId }),
            Effect.as(nothing)
          ))
      )).pipe(
        Effect.map((each): ClaimedRuns => ({
          runs: each.flatMap(({ runs }) => runs),
          alone: false,
          suspects: each.reduce((sum, { suspects }) => sum + suspects, 0)
        }))
      )
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const claims = yield* queue.claim(options)
    if (claims.length === 0) return nothing
    return yield* start(claims, options.suspects ?? "last").pipe(
      Effect.catchCause((cause) => mayPass(cause) ? Effect.failCause(cause) : startOneByOne(claims))
    )
  }))
})
