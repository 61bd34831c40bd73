import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { readFileSync, writeFileSync } from "node:fs"
import { conditionReference } from "../../src/search/condition/conditionReference.ts"
import { parseCondition } from "../../src/search/condition/parseCondition.ts"

const file = new URL("../../../../docs/reference/conditions.md", import.meta.url)

describe("conditionReference", () => {
  it("docs/reference/conditions.md is what the tables say (UPDATE_DOCS=1 writes it)", () => {
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, conditionReference())
    assert.strictEqual(readFileSync(file, "utf8"), conditionReference())
  })

  it("every example of a term and every meaning of a pattern is a condition that parses", () => {
    const examples = [...conditionReference().matchAll(/^\|[^`\n]*\| `([^`]+)` \|/gm)].map((match) => (match[1] ?? "").replaceAll("\\|", "|"))
    assert.isAbove(examples.length, 20)
    for (const example of examples) assert.isTrue(Result.isSuccess(parseCondition(example)), example)
  })
})
