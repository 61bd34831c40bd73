import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { chooseCompany } from "../../src/execution/chooseCompany.ts"

const claimed = (...lost: ReadonlyArray<number>) => lost.map((count, id) => ({ id, lost: count }))
const ids = (runs: ReadonlyArray<{ readonly id: number }>) => runs.map(({ id }) => id)

describe("chooseCompany", () => {
  it("runs that have cost two workers run beside others, one that has cost three does not", () => {
    const { alone, handedBack, started, suspects } = chooseCompany(claimed(0, 2, 3, 1), "last")
    assert.deepStrictEqual([ids(started), ids(handedBack), alone, suspects], [[0, 1, 3], [2], false, 1])
  })

  it("when it is a suspect's turn it is started, and everything else handed back", () => {
    const { alone, handedBack, started, suspects } = chooseCompany(claimed(0, 3, 5, 0), "first")
    assert.deepStrictEqual([ids(started), ids(handedBack), alone, suspects], [[1], [0, 2, 3], true, 1])
  })

  it("a worker without other work takes the first of the suspects, one with runs in hand none", () => {
    assert.deepStrictEqual(ids(chooseCompany(claimed(4, 3), "last").started), [0])
    assert.deepStrictEqual(ids(chooseCompany(claimed(4, 3), "never").started), [])
  })

  it("where nothing is suspected all are started, whosever turn it is", () => {
    for (const turn of ["first", "last", "never"] as const) {
      assert.deepStrictEqual(ids(chooseCompany(claimed(0, 1, 2), turn).started), [0, 1, 2])
    }
  })

  it.prop(
    "each is started or handed back, and a suspect is started with nothing beside it",
    [Schema.Array(Schema.Literals([0, 1, 2, 3, 4, 5])), Schema.Literals(["first", "last", "never"])],
    ([lost, turn]) => {
      const { alone, handedBack, started, suspects } = chooseCompany(claimed(...lost), turn)
      assert.deepStrictEqual(ids([...started, ...handedBack]).toSorted((a, b) => a - b), lost.map((_, id) => id))
      assert.strictEqual(alone, started.some((run) => run.lost >= 3))
      if (alone) assert.lengthOf(started, 1)
      assert.strictEqual(suspects, handedBack.filter((run) => run.lost >= 3).length)
    }
  )
})
