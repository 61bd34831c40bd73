import { assert, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { migrationList } from "../src/schema/migrationList.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
const tables = migrationList.flatMap((migration) =>
  [...migration.sql("vedette").matchAll(/CREATE (?:UNLOGGED )?TABLE vedette\.(\w+)/gu)].map(([, name]) => name ?? ""))

it("the README names every table", () => {
  assert.isAbove(tables.length, 20)
  assert.deepStrictEqual(tables.filter((name) => !readme.includes(`\`${name}\``)), [])
})
