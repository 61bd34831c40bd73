import * as Effect from "effect/Effect"
import { brokenQueue } from "./brokenQueue.ts"
import type { BrokenStorage } from "./brokenStorage.ts"

/** Work queues that go wrong about whose turn it is. */
export const brokenQueueFairness: ReadonlyArray<BrokenStorage> = [
  brokenQueue(
    "gives the oldest, whosever they are",
    (queue) => ({
      claim: Effect.fnUntraced(function*({ limit, ...options }) {
        const all = yield* queue.claim({ ...options, limit: 1_000 })
        yield* queue.release(all.slice(limit))
        return all.slice(0, limit)
      })
    }),
    "an owner with many due tasks does not keep another's one from starting"
  ),
  brokenQueue(
    "does not bound the claims of an owner",
    (queue) => ({ claim: ({ lease, limit, worker }) => queue.claim({ lease, limit, worker }) }),
    "no more claims of an owner are live than may be, however many ask at once"
  )
]
