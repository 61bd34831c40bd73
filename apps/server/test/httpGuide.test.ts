import { ScriptedSearch } from "@vedette/testkit/fakes"
import { MemoryStorage } from "@vedette/storage-memory"
import { aJudgement } from "@vedette/testkit/fixtures"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runGuide } from "./runGuide.ts"
import { runOnce } from "./runOnce.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

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
    const compared = await runGuide("http-api.md", env, {
      "the worker runs it": () => runOnce(server, env["TASK"] ?? "", { _tag: "Judged", judgement: aJudgement() })
    })
    expect(compared).toBeGreaterThan(10)
  })
})
