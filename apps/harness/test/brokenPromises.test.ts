import { ChannelKind, type Execution, type Task } from "@vedette/domain"
import { aDelivery, anExecution, aTask, fixtureNow } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import { brokenPromises } from "../src/check/brokenPromises.ts"
import type { TaskSnapshot } from "../src/check/Snapshot.ts"

const snapshot = (found: Partial<TaskSnapshot>) =>
  new Map([["kettle", { task: aTask({ dueAt: fixtureNow }), claimed: false, executions: [], deliveries: [], ...found }]])

const run = (overrides: Partial<Execution>) => ({ execution: anExecution(overrides), attempts: [] })
const nothing = new Map<string, TaskSnapshot>()
const channels: Task["channels"] = [{ kind: ChannelKind.make("webhook"), target: {}, secrets: [], disabledReason: null }]

describe("the promises that hold after every commit", () => {
  it("are kept by a task that waits, one that runs, one that is over and one that is gone", () => {
    const kept = [
      snapshot({}),
      snapshot({ claimed: true, executions: [run({ status: "running" })] }),
      snapshot({ task: aTask({ state: "completed" }), executions: [run({ status: "success" })] }),
      snapshot({ task: null })
    ]
    for (const one of kept) assert.deepStrictEqual(brokenPromises(one, one), [])
  })

  const broken: ReadonlyArray<readonly [name: string, after: ReadonlyMap<string, TaskSnapshot>, says: string]> = [
    ["an active task that nobody will look at", snapshot({ task: aTask() }), "nobody will ever look"],
    [
      "an open run that has lost its worker and its due time",
      snapshot({ task: aTask(), executions: [run({ status: "running" })] }),
      "nobody will ever look"
    ],
    ["a paused task that is scheduled", snapshot({ task: aTask({ state: "paused", dueAt: fixtureNow }) }), "without anybody having asked"],
    [
      "two open runs of one task",
      snapshot({ executions: [run({ status: "running" }), run({ status: "pending" })] }),
      "2 open executions"
    ],
    ["rows that a deletion left", snapshot({ task: null, executions: [run({})] }), "rows of it are left"],
    [
      "an alert that is owed to nobody",
      snapshot({
        task: aTask({ dueAt: fixtureNow, channels }),
        executions: [run({ status: "success", notification: "The price is 45." })]
      }),
      "owes it to nobody"
    ]
  ]
  for (const [name, after, says] of broken) {
    it(`are broken by ${name}`, () => {
      const found = brokenPromises(nothing, after)
      assert.lengthOf(found, 1)
      assert.include(found[0], says)
    })
  }

  it("are broken by a finished run or delivery that changes or vanishes", () => {
    const before = snapshot({ executions: [run({ status: "failed" })], deliveries: [aDelivery({ status: "sent" })] })
    assert.deepStrictEqual(brokenPromises(before, before), [])
    const changed = snapshot({ executions: [run({ status: "retrying" })], deliveries: [aDelivery({ status: "pending" })] })
    assert.lengthOf(brokenPromises(before, changed), 2)
    assert.lengthOf(brokenPromises(before, snapshot({})), 2)
  })
})
