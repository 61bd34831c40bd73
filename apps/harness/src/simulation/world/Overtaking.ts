import { SOMEBODY, type Step } from "../check/Step.ts"

/** Follows who holds what, to wake one that stands still just when another has taken over what it held. */
export interface Overtaking {
  readonly onCommit: (step: Step) => void
  readonly whenOvertaken: (worker: string, wake: () => void) => void
}

/** What has been claimed anew in a step, by ids that are never those of something else. */
const claimedIn = ({ after, before }: Step): ReadonlyArray<string> => [
  ...before.tasks === after.tasks ? [] : [...after.tasks].flatMap(([id, { fence, leaseUntilMs }]) =>
    leaseUntilMs !== null && fence !== (before.tasks.get(id)?.fence ?? fence) ? id : []
  ),
  ...before.deliveries === after.deliveries ? [] : [...after.deliveries].flatMap(([id, { fence }]) =>
    fence !== (before.deliveries.get(id)?.fence ?? fence) ? id : []
  )
]

export const makeOvertaking = (): Overtaking => {
  const holders = new Map<string, string>()
  const sleepers = new Map<string, () => void>()
  const wake = (worker: string | undefined) => {
    if (worker === undefined) return
    sleepers.get(worker)?.()
    sleepers.delete(worker)
  }
  return {
    onCommit: (step) => {
      if (step.by === "owner") return
      for (const id of claimedIn(step)) {
        // Where nobody can say whose a commit is, any claim may be the one.
        if (step.by === SOMEBODY) for (const worker of sleepers.keys()) wake(worker)
        else if (holders.get(id) !== step.by) wake(holders.get(id))
        holders.set(id, step.by)
      }
    },
    whenOvertaken: (worker, then) => void sleepers.set(worker, then)
  }
}
