import { MemoryStorage } from "@vedette/storage-memory"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runGuide } from "./runGuide.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

describe("the guide to keys and limits", () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer)
  })
  afterAll(() => server.stop())

  test("every command, run as it stands there, answers what stands under it", async () => {
    const env: Record<string, string> = {
      PATH: process.env["PATH"] ?? "",
      VEDETTE: await server.app.listen({ port: 0, host: "127.0.0.1" }),
      KEY: server.keyOf("alice")
    }
    expect(await runGuide("accounts-and-limits.md", env, {})).toBe(7)
  })
})
