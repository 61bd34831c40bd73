import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { priorityOf } from "../src/queue/priorityOf.ts"

const instant = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Date.UTC(2100, 0, 1) }))

describe("priorityOf", () => {
  it.prop("what is due later never goes first", [instant, instant], ([a, b]) => {
    const [earlier, later] = a < b ? [a, b] : [b, a]
    assert.isAtLeast(priorityOf(earlier), priorityOf(later))
  })

  it.prop("a priority is a 32-bit integer, one below it included", [instant], ([dueMs]) => {
    const priority = priorityOf(dueMs)
    assert.strictEqual(priority | 0, priority)
    assert.strictEqual((priority - 1) | 0, priority - 1)
  })

  it("tells apart what is due a tenth of a second apart", () => {
    const now = Date.UTC(2027, 4, 1)
    assert.isAbove(priorityOf(now), priorityOf(now + 100))
  })
})
