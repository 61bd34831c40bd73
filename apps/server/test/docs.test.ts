import { allRoutes } from "@vedette/http-contract"
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

  test.each(allRoutes.filter(({ outside }) => !outside).map((route) => [route.id, route] as const))(
    "the command shown for %s makes a request that the server understands",
    async (id, route) => {
      const document = (await server.anybody("GET", "/openapi.json")).json() as {
        readonly paths: Record<string, Record<string, { readonly description: string }>>
      }
      const { description } = document.paths[route.path]![route.method.toLowerCase()]!
      const address = /"\$VEDETTE([^"]+)"/.exec(description)?.[1] ?? ""
      const body = /-d '(.+)'/.exec(description)?.[1]?.replaceAll("'\\''", "'")
      const answer = await server.alice(route.method, address, body === undefined ? {} : { raw: body, headers: { "content-type": "application/json" } })
      // The ids of examples are nobody's, and what is not there cannot be changed.
      expect([200, 204, 404, 409], `${id}: ${answer.text}`).toContain(answer.status)
      if (route.path.includes("{")) return
      expect(answer.text).not.toContain("\"not_found\"")
    }
  )
})
