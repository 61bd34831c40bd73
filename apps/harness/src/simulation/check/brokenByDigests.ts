import * as Equal from "effect/Equal"
import { isWorkers, type Step } from "./Step.ts"

/** What a commit breaks of that which holds of messages that gather. */
export const brokenByDigests = (step: Step): ReadonlyArray<string> => {
  const { after, before } = step
  if (before.digests === after.digests && before.deliveries === after.deliveries) return []
  const broken: Array<string> = []
  const pending = new Set<string>()
  for (const [id, digest] of after.digests) {
    const label = `the digest by ${digest.kind} of ${digest.userId.slice(-1)}`
    if (digest.status === "pending") {
      if (pending.has(label)) broken.push(`${label} gathers twice at once`)
      pending.add(label)
    }
    if ((digest.status === "pending") !== (digest.dueAt !== null)) broken.push(`${label} is ${digest.status} and ${digest.dueAt === null ? "never due" : "due"}`)
    const earlier = before.digests.get(id)
    if (earlier === undefined || earlier === digest) continue
    if (earlier.status !== "pending" && !Equal.equals(earlier, digest)) broken.push(`${label} was ${earlier.status} and has changed`)
    if (digest.fence < earlier.fence) broken.push(`${label}: its fence fell`)
    if (digest.fence > earlier.fence && (before.digestLeases.get(id) ?? 0) > step.atMs) {
      broken.push(`${label}: ${step.by} claimed it under the live lease of another`)
    }
    if (digest.status !== earlier.status && isWorkers(step) && !before.digestLeases.has(id)) {
      broken.push(`${label}: ${step.by} ended it and had not claimed it`)
    }
  }
  for (const { address, digestId, dueAt, status } of after.deliveries.values()) {
    if (digestId === null || status !== "pending") continue
    const digest = after.digests.get(digestId)
    if (digest?.status !== "pending") broken.push(`${address} waits for a digest that is ${digest?.status ?? "not stored"}`)
    else if (!Equal.equals(digest.dueAt, dueAt)) broken.push(`${address} waits for its digest until another time than that`)
  }
  return broken
}
