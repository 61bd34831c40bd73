import type { PgBoss, Queue } from "pg-boss"

/** The pg-boss queue whose jobs carry wake-ups: `{ taskId, generation }`. */
export const CARRIER_QUEUE = "run"

/**
 * - `heartbeatSeconds` 30: three beats of a worker at the default lease (30 s, renewed every 10 s). A carrier that
 *   pg-boss takes back sooner than the lease runs out is given back until then, so a tighter number buys nothing.
 * - `expireInSeconds` 86,400: a run is bounded by its lease and not by the age of its carrier; this is pg-boss's maximum.
 * - `retryLimit` 1,000,000: a carrier never gives up; how often a run may fail is the domain's business.
 * - `retentionSeconds` 90 days past `startAfter`: a carrier waits as long as an outage lasts.
 * - `deleteAfterSeconds` 3,600: carriers are deleted when done; this is for what pg-boss itself puts aside.
 */
const options = {
  policy: "standard",
  heartbeatSeconds: 30,
  expireInSeconds: 86_400,
  retryLimit: 1_000_000,
  retryDelay: 1,
  retentionSeconds: 7_776_000,
  deleteAfterSeconds: 3_600
} satisfies Omit<Queue, "name">

/** Makes the queue, or brings one made by an earlier version up to date. */
export const installCarrierQueue = async (boss: PgBoss): Promise<void> => {
  await boss.createQueue(CARRIER_QUEUE, options)
  const { policy: _, ...mutable } = options
  await boss.updateQueue(CARRIER_QUEUE, mutable)
}
