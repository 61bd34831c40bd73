import { brokenQueueClaims } from "./brokenQueueClaims.ts"
import { brokenQueueFairness } from "./brokenQueueFairness.ts"
import { brokenQueueIntents } from "./brokenQueueIntents.ts"
import { brokenQueueLeases } from "./brokenQueueLeases.ts"
import type { BrokenStorage } from "./brokenStorage.ts"

/** Work queues with one defect each, over the memory storage. */
export const brokenWorkQueues: ReadonlyArray<BrokenStorage> = [
  ...brokenQueueIntents,
  ...brokenQueueClaims,
  ...brokenQueueLeases,
  ...brokenQueueFairness
]
