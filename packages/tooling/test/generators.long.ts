import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { allRoutes, openApi } from "@vedette/http-contract"

const bin = (name: string) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url))
const tsc = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url))

/** Neither tells anybody of its use. */
const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", DO_NOT_TRACK: "1", ORVAL_TELEMETRY_DISABLED: "1" }

const compilerOptions = {
  strict: true,
  noEmit: true,
  target: "es2024",
  lib: ["es2024", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  types: []
}

/** What others make of the document, by the tools they would use. */
describe("the published document", () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "vedette-generators-"))
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(openApi(allRoutes, { version: "1.0.0", serverUrl: "https://watch.example" })))
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "*/**/*.ts"] }))
    writeFileSync(
      join(folder, "redocly.yaml"),
      // The server's own routes take nothing that could be wrong; what every address can refuse is under `default`. And
      // `sends/{send_id}` beside `{notification_id}/read` is ambiguous only for ids that are no UUID, which are refused.
      "extends: [recommended]\nrules:\n  operation-4xx-response: off\n  no-ambiguous-paths: off\n"
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (file: string, ...args: ReadonlyArray<string>) => {
    try {
      return execFileSync(file, args, { cwd: folder, encoding: "utf8", stdio: "pipe", env: { ...process.env, ...quiet } })
    } catch (error) {
      const { stderr, stdout } = error as { readonly stdout: string; readonly stderr: string }
      throw new Error(`${stdout}\n${stderr}`, { cause: error })
    }
  }

  test("passes the linter without an error or a warning", () => {
    const { totals } = JSON.parse(run(bin("redocly"), "lint", "openapi.json", "--config", "redocly.yaml", "--format", "json")) as {
      readonly totals: { readonly errors: number; readonly warnings: number }
    }
    expect(totals).toMatchObject({ errors: 0, warnings: 0 })
  })

  test("makes clients by three generators, whose types compile", () => {
    run(bin("openapi-typescript"), "openapi.json", "-o", "openapiTypescript.ts")
    run(bin("openapi-ts"), "-i", "openapi.json", "-o", "heyApi", "-c", "@hey-api/client-fetch", "--no-log-file")
    run(bin("orval"), "--input", "openapi.json", "--output", "orval.ts", "--client", "fetch")
    // Used and not only compiled: a generator that made nothing of an operation would pass otherwise.
    writeFileSync(join(folder, "uses.ts"), [
      "import type { paths } from './openapiTypescript'",
      "import { createTask } from './heyApi'",
      "import { listTasks } from './orval'",
      "export type Body = paths['/api/v1/tasks']['post']['requestBody']['content']['application/json']",
      "export const body: Body = { search_query: 'x' }",
      "export const made = createTask({ body })",
      "export const listed = listTasks({ state: 'active', limit: 2 })",
      ""
    ].join("\n"))
    expect(run(tsc, "-p", "tsconfig.json")).toBe("")
  })
})
