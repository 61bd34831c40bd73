import { assert, describe, it } from "@effect/vitest"
import { aTask } from "@vedette/testkit/fixtures"
import { emptyImage } from "../src/simulation/check/StoreImage.ts"
import { makeWatch } from "../src/simulation/check/Watch.ts"

const second = 1_000
const task = aTask()

const due = (leaseUntilMs: number | null) => ({
  ...emptyImage,
  tasks: new Map([[task.id, { task, generation: 1, fence: 1, dueMs: 0, leaseUntilMs }]])
})

const look = (watch: ReturnType<typeof makeWatch>, leaseUntilMs: number | null, atMs: number) =>
  watch.look(due(leaseUntilMs), atMs, 5 * second, 10)

describe("the simulation's watch over what is due", () => {
  it("finds what nobody takes up", () => {
    const watch = makeWatch(0)
    assert.deepStrictEqual(look(watch, null, 15 * second), [])
    assert.lengthOf(look(watch, null, 16 * second), 1)
  })

  it("counts what a stopping worker has handed back from then on, and no longer", () => {
    const watch = makeWatch(0)
    assert.deepStrictEqual(look(watch, 30 * second, 1 * second), [])
    assert.deepStrictEqual(look(watch, null, 26 * second), [])
    assert.deepStrictEqual(look(watch, null, 41 * second), [])
    assert.lengthOf(look(watch, null, 42 * second), 1)
  })
})
