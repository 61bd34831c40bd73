import { assert, describe, it } from "@effect/vitest"
import { lifecycle } from "../src/lifecycle.ts"
import { lifecycleDiagram } from "../src/lifecycleDiagram.ts"

describe("lifecycleDiagram", () => {
  it("draws the start, every event of the table and the ends, and nothing else", () => {
    const door = lifecycle({ open: { shut: "closed" }, closed: { open: "open", wall: "gone" }, gone: {} })
    assert.deepStrictEqual(lifecycleDiagram(door).split("\n"), [
      "stateDiagram-v2",
      "  [*] --> open",
      "  open --> closed: shut",
      "  closed --> open: open",
      "  closed --> gone: wall",
      "  gone --> [*]"
    ])
  })
})
