import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const waits = "what is over a limit is not claimed but waits, says why, and comes in its turn when there is room"
const together = "a limit for one account counts all its addresses, and a limit to one address all accounts that write to it"
const atOnce = "however many ask at once, no more are claimed than a limit leaves room for"
const digest = "a digest counts as one message, being sent and when it was sent, however much it tells of"
const dueAgain = "what failed or was skipped is due again under its id, with a higher fence and its tries counted as before"
const asked = "only what is asked for is put back: one, those of a task or a channel, those since an instant, and the owner's alone"

/** Outboxes that do not hold back, or do not put back, over the memory storage. */
export const brokenOutboxLimits: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "knows no limits",
    ({ outbox }) => ({ outbox: { ...outbox, claim: (options) => outbox.claim({ ...options, limits: [] }) } }),
    waits,
    together,
    digest,
    atOnce
  ),
  brokenStorage(
    "does not count a digest that is being sent",
    ({ digests }) => ({
      digests: {
        ...digests,
        // Laws of digests have kinds of their own.
        claim: (options) => digests.claim(options.kind === "email" ? { ...options, lease: Duration.zero } : options)
      }
    }),
    digest
  ),
  brokenStorage(
    "counts all that a digest tells of",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        save: (delivery, attempt) => outbox.save(delivery.status === "sent" ? { ...delivery, digestId: null } : delivery, attempt)
      }
    }),
    digest
  ),
  brokenStorage(
    "has limits for accounts alone",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        claim: ({ limits = [], ...options }) =>
          outbox.claim({ ...options, limits: limits.map((limit) => ({ ...limit, per: "user" as const })) })
      }
    }),
    waits,
    together
  ),
  brokenStorage(
    "drops what is over a limit",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        claim: (options) =>
          Effect.map(outbox.claim(options), (taken) => taken.filter(({ lastError }) => lastError?.startsWith("It waits") !== true))
      }
    }),
    waits
  ),
  brokenStorage(
    "puts back under the old fence",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        save: (delivery, attempt) =>
          Effect.gen(function*() {
            const stored = yield* outbox.delivery(delivery.userId, delivery.id)
            const putBack = stored._tag === "Some" && stored.value.attemptsBefore > 0
            return yield* outbox.save(putBack ? { ...delivery, fence: stored.value.fence } : delivery, attempt)
          })
      }
    }),
    "a claim from before it was given up writes nothing once it is put back"
  ),
  brokenStorage(
    "counts one more than it put back",
    ({ outbox }) => ({ outbox: { ...outbox, putBack: (which) => Effect.map(outbox.putBack(which), (n) => n === 0 ? 0 : n + 1) } }),
    dueAgain,
    "a claim from before it was given up writes nothing once it is put back",
    asked
  ),
  brokenStorage(
    "does not ask since when",
    ({ outbox }) => ({ outbox: { ...outbox, putBack: (which) => outbox.putBack({ ...which, since: null }) } }),
    asked
  )
]
