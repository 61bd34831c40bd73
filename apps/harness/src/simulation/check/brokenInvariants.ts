import { brokenByDeferrals } from "./brokenByDeferrals.ts"
import { brokenByDeliveries } from "./brokenByDeliveries.ts"
import { brokenByDigests } from "./brokenByDigests.ts"
import { brokenByExecutions } from "./brokenByExecutions.ts"
import { brokenByTasks } from "./brokenByTasks.ts"
import type { Step } from "./Step.ts"

/** What a commit breaks of that which holds after every commit, in words; empty where all is well. Pure. */
export const brokenInvariants = (step: Step, { perOwner }: { readonly perOwner: number | null }): ReadonlyArray<string> => [
  ...brokenByTasks(step, perOwner),
  ...brokenByExecutions(step),
  ...brokenByDeliveries(step),
  ...brokenByDigests(step),
  ...brokenByDeferrals(step)
]
