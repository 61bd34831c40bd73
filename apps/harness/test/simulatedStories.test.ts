import { assert, describe, it } from "@effect/vitest"
import type { Plan, PlannedTask, ReceiverTurn } from "../src/simulation/plan/Plan.ts"
import { simulate } from "../src/simulation/simulate.ts"

const minute = 60_000
const hour = 60 * minute

const task: PlannedTask = {
  label: "t1",
  owner: 1,
  page: "page1",
  limit: 300,
  notify: "once",
  byModel: false,
  quiet: null,
  minInterval: 3_600,
  maxInterval: 3_600,
  deadlineMs: null,
  channels: { webhook: "webhook1", pager: "pager1" },
  createdMs: 0,
  runImmediately: false
}

const story = (receivers: Readonly<Record<string, ReadonlyArray<ReceiverTurn>>>): Plan => ({
  seed: 1,
  days: 1,
  calmMs: 12 * hour,
  endMs: 24 * hour,
  workers: [{ name: "w1", concurrency: 10, longestSleepMs: 5_000, drainWithinMs: 25_000, reconcileEveryMs: minute }],
  perOwner: null,
  budget: null,
  defaults: [],
  tasks: [task],
  pages: { page1: [{ atMs: 0, price: 279, tookMs: 2_000, fails: null, killsForMs: null }] },
  receivers,
  deeds: []
})

const takes: ReceiverTurn = { atMs: 0, does: "takes", tookMs: 100 }

describe("a receiver that is down for twenty minutes", () => {
  it("is told once when it is back, and does not hold up the other channel", async () => {
    const back: ReceiverTurn = { ...takes, atMs: 21 * minute }
    const { broken, history } = await simulate(story({ webhook1: [{ ...takes, does: "refuses" }, back], pager1: [takes] }))
    assert.deepStrictEqual(broken, [])
    const taken = (who: string) => history.filter((entry) => entry.who === who && entry.what.startsWith("takes"))
    assert.lengthOf(taken("pager1"), 1)
    assert.lengthOf(taken("webhook1"), 1)
    // The first look is a minute after the task was made; the ladder's fourth try half an hour and a bit after the first.
    assert.isBelow(taken("pager1")[0]?.atMs ?? Infinity, 90_000)
    assert.isAbove(taken("webhook1")[0]?.atMs ?? 0, 21 * minute)
    assert.isBelow(taken("webhook1")[0]?.atMs ?? Infinity, 45 * minute)
  })
})
