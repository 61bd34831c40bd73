import { aJudgement, anExecution } from "@vedette/testkit/fixtures"
import { expect, test } from "vitest"
import { toExecutionBody } from "../src/bodies/toExecutionBody.ts"

test("an execution that a model judged says which, and by which wording, to whoever may see it", () => {
  const execution = anExecution({ judgement: aJudgement({ judged: "model", model: { name: "small", promptVersion: "7", passages: ["a print"] } }) })
  for (const audience of ["owner", "public"] as const) {
    expect(toExecutionBody(execution, audience).result?.model).toEqual({ name: "small", prompt_version: "7" })
  }
})
