import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { seeds } from "../src/seeds/seedRows.ts"

const suite = (name: string) => readFileSync(new URL(`../../../apps/server/test/${name}.ts`, import.meta.url), "utf8")

test.each(seeds.flatMap(({ number, rows }) => rows.map((row) => [number, row.says, row] as const)))(
  "%s: %s, and a test says so",
  (_, says, row) => {
    expect(says).not.toBe("")
    expect(suite(row.suite)).toContain(`"${row.test}"`)
  }
)

test("every suite named is run over both storages", () => {
  const run = suite("routeSuites")
  for (const { rows } of seeds) for (const { suite } of rows) expect(run).toContain(`  ${suite}`)
})
