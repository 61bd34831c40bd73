import type { TaskId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { fixtureIds } from "../fixtures/fixtureIds.ts"
import { brokenQueue } from "./brokenQueue.ts"
import type { BrokenStorage } from "./brokenStorage.ts"

/** Work queues that go wrong about who holds what. */
export const brokenQueueClaims: ReadonlyArray<BrokenStorage> = [
  brokenQueue(
    "settles by a lost claim as by a live one",
    (queue) => ({
      settle: Effect.fnUntraced(function*(settlements) {
        const lost = yield* queue.settle(settlements)
        yield* Effect.forEach(lost, (claim) => Effect.andThen(queue.revoke(claim.taskId), queue.cancel(claim.taskId)))
        return []
      })
    }),
    "a deleted task takes all that hangs on it along",
    "settling after a cancel in one transaction ends the claim, and the cancel stands",
    "a dead worker's task comes back, and its own late words are refused",
    "a settle ends the claim: a second one is refused",
    "settling lost and live claims together ends the live ones",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  brokenQueue(
    "tells nobody that a claim is lost",
    (queue) => ({ heartbeat: (claims, lease) => Effect.as(queue.heartbeat(claims, lease), []) }),
    "a dead worker's task comes back, and its own late words are refused",
    "a settle ends the claim: a second one is refused",
    "a released task is claimable at once, and the release ends the claim",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  brokenQueue(
    "claims in no order",
    (queue) => ({ claim: (options) => Effect.map(queue.claim(options), (claims) => claims.toReversed()) }),
    "claims come in the order of their due times, and no more than asked for"
  ),
  brokenQueue(
    "claims more than asked for",
    (queue) => ({ claim: (options) => queue.claim({ ...options, limit: options.limit + 1 }) }),
    "claims come in the order of their due times, and no more than asked for"
  ),
  brokenQueue(
    "keeps what is handed back",
    () => ({ release: () => Effect.void }),
    "of a lost and a live claim of one task the live one alone is answered",
    "a released task is claimable at once, and the release ends the claim"
  ),
  brokenQueue(
    "does not revoke",
    () => ({ revoke: () => Effect.void }),
    "live claims are locked with their tasks, lost ones are not answered, and the order is one for everybody",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "settling lost and live claims together ends the live ones",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  brokenQueue(
    "names somebody else as the owner",
    (queue) => ({
      claim: (options) =>
        Effect.map(queue.claim(options), (claims) => claims.map((claim) => ({ ...claim, userId: fixtureIds.user })))
    }),
    "a claim names the owner of its task"
  ),
  brokenQueue(
    "counts claimed tasks as due",
    (queue) => ({ depth: Effect.map(queue.depth, (depth) => ({ ...depth, due: depth.due + depth.claimed })) }),
    "the depth counts what is due and what is claimed"
  ),
  brokenQueue(
    "revives idle tasks when it reconciles",
    (queue, { tasks }) => {
      const known: Array<TaskId> = []
      return {
        runNow: (taskId) => Effect.andThen(Effect.sync(() => known.push(taskId)), queue.runNow(taskId)),
        reconcile: Effect.gen(function*() {
          for (const taskId of known) {
            if (Option.isSome(yield* tasks.find(taskId))) {
              yield* queue.revoke(taskId)
              yield* queue.runNow(taskId)
            }
          }
          return known.length
        })
      }
    },
    "a reconciliation of a sound queue changes nothing that is claimable"
  )
]
