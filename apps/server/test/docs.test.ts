import { MemoryStorage } from "@vedette/storage-memory"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestServer, type TestServer } from "./startTestServer.ts"

describe("the page of the API", () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer)
  })
  afterAll(() => server.stop())

  test.each(["/docs", "/docs/", "/docs?tag=tasks"])("%s needs no other host: every file is here, and its policy allows no other", async (path) => {
    const page = await server.anybody("GET", path)
    expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"])
    const policy = page.headers["content-security-policy"] ?? ""
    const allowed = new Set(policy.split(";").flatMap((directive) => directive.trim().split(" ").slice(1)))
    expect([...allowed].filter((source) => !["'none'", "'self'", "'unsafe-inline'", "data:"].includes(source))).toEqual([])
    expect(policy).toMatch(/default-src 'none'.*script-src 'self';/)
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => new URL(file ?? "", `http://here${path}`))
    expect(files.length).toBeGreaterThanOrEqual(5)
    for (const { host, pathname } of files) {
      expect(host).toBe("here")
      const file = await server.anybody("GET", pathname)
      expect([pathname, file.status]).toEqual([pathname, 200])
      expect(file.text.length).toBeGreaterThan(100)
    }
  })

  test("its script reads the document of this very server, and asks nobody whether it is valid", async () => {
    const { text } = await server.anybody("GET", "/docs/page.js")
    expect(text).toContain("validatorUrl: null")
    expect(text).not.toMatch(/https?:/)
    expect((await server.anybody("GET", "/openapi.json")).status).toBe(200)
  })

  test("its files are sent once, and no longer after that", async () => {
    const first = await server.anybody("GET", "/docs/swagger-ui-bundle.js")
    const again = await server.anybody("GET", "/docs/swagger-ui-bundle.js", { headers: { "if-none-match": first.headers["etag"] ?? "" } })
    expect([again.status, again.text]).toEqual([304, ""])
    expect((await server.anybody("HEAD", "/docs")).status).toBe(200)
    for (const path of ["/docs/nothing.js", "/docs/..%2fpackage.json", "/docs/page.js/x"]) expect((await server.anybody("GET", path)).status).toBe(404)
  })
})
