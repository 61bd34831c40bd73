import { ScriptedSearch } from "@vedette/testkit/fakes"
import { MemoryStorage } from "@vedette/storage-memory"
import { aJudgement } from "@vedette/testkit/fixtures"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runOnce } from "./runOnce.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

const guide = readFileSync(new URL("../../../docs/guides/http-api.md", import.meta.url), "utf8")

/** The guide as steps: a command, what it must answer, what of the answer the next ones use, and where a worker works. */
const steps = [...guide.matchAll(/```(?<kind>sh|json)\n(?<code>[\s\S]*?)\n```|<!-- keep (?<name>\w+) = (?<field>\w+) -->|<!-- (?<work>the worker runs it) -->/g)]
  .map(({ groups = {} }) => groups)

const json = (text: string): unknown => JSON.parse(text)

/** `…` in a documented text stands for anything. */
const asPattern = (text: string): RegExp =>
  new RegExp(`^${text.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]*")}$`)

/** What is documented, as an expectation: of an object the fields it names, of a list its first items. */
const expected = (documented: unknown): unknown => {
  if (typeof documented === "string") return documented.includes("…") ? expect.stringMatching(asPattern(documented)) : documented
  if (Array.isArray(documented)) return documented.map(expected)
  if (typeof documented !== "object" || documented === null) return documented
  return expect.objectContaining(Object.fromEntries(Object.entries(documented).map(([key, value]) => [key, expected(value)])))
}

/** A list may be longer than what is shown of it. */
const shortened = (answer: unknown, documented: unknown): unknown => {
  if (Array.isArray(answer) && Array.isArray(documented)) {
    return answer.slice(0, documented.length).map((item, i) => shortened(item, documented[i]))
  }
  if (typeof answer !== "object" || answer === null || typeof documented !== "object" || documented === null) return answer
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, shortened(value, (documented as Record<string, unknown>)[key])])
  )
}

/** One JSON value, or several after one another. */
const values = (text: string): ReadonlyArray<unknown> =>
  text.trim() === "" ? [] : json(`[${text.trim().replaceAll(/\}\s*\{/g, "},{")}]`) as ReadonlyArray<unknown>

describe("the guide to the HTTP API", () => {
  let server: TestServer
  let env: Record<string, string>
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer)
    await server.run(ScriptedSearch.use((search) => search.script("https://shop.example/kettle", aJudgement())))
    env = {
      PATH: process.env["PATH"] ?? "",
      VEDETTE: await server.app.listen({ port: 0, host: "127.0.0.1" }),
      KEY: server.keyOf("alice")
    }
  })
  afterAll(() => server.stop())

  test("every command, run as it stands there, answers what stands under it", async () => {
    let answers: ReadonlyArray<unknown> = []
    let compared = 0
    for (const { code, field, kind, name, work } of steps) {
      if (kind === "sh" && code !== undefined) {
        answers = values((await promisify(execFile)("sh", ["-c", code], { env })).stdout)
      } else if (kind === "json" && code !== undefined) {
        const documented = values(code)
        expect(answers.map((answer, i) => shortened(answer, documented[i]))).toEqual(documented.map(expected))
        compared += 1
      } else if (name !== undefined && field !== undefined) {
        env[name] = String((answers[0] as Record<string, unknown>)[field])
      } else if (work !== undefined) {
        await runOnce(server, env["TASK"] ?? "", { _tag: "Judged", judgement: aJudgement() })
      }
    }
    expect(compared).toBeGreaterThan(10)
  })
})
