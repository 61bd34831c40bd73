import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8")

describe("the guide to scenarios", () => {
  it("shows its example as the file is", () => {
    const guide = read("../../../docs/guides/scenarios.md")
    const shown = /<!-- example: ([\w-]+) -->\n```ts\n([\s\S]*?)```/.exec(guide)
    assert(shown !== null, "the guide has an example")
    assert.strictEqual(shown[2], read(`../scenarios/${shown[1]}.ts`))
  })

  it("names every event there is", () => {
    const guide = read("../../../docs/guides/scenarios.md")
    const events = [...read("../src/scenario/ScenarioEvent.ts").matchAll(/do: ((?:"\w+"(?: \| )?)+)/g)].flatMap(([, names]) =>
      [...(names ?? "").matchAll(/\w+/g)].map(([name]) => name)
    )
    assert.isAbove(events.length, 8)
    for (const event of events) assert.include(guide, `\`${event}\``)
  })
})
