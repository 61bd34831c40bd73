import type { FastifyInstance } from "fastify"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { docsPage, docsScript, docsStyle } from "./docsPage.ts"

// Only its files are used: the plugin itself would want to write the document and a policy of its own.
const folder = join(dirname(createRequire(import.meta.url).resolve("@fastify/swagger-ui/package.json")), "static")

/**
 * What the page may do: run its own scripts, read its own origin. Swagger UI writes styles into elements and draws its
 * icons from `data:` addresses.
 */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

interface Asset {
  readonly path: string
  readonly type: string
  readonly content: () => string | Buffer
}

const vendored = (name: string, type: string): Asset => ({
  path: `/docs/${name}`,
  type,
  content: () => readFileSync(join(folder, name))
})

const assets: ReadonlyArray<Asset> = [
  { path: "/docs/page.js", type: "text/javascript; charset=utf-8", content: () => docsScript },
  { path: "/docs/page.css", type: "text/css; charset=utf-8", content: () => docsStyle },
  vendored("swagger-ui.css", "text/css; charset=utf-8"),
  vendored("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
  vendored("favicon-32x32.png", "image/png")
]

const page = (url: string): string => docsPage(url.split("?", 1)[0]?.endsWith("/") === true ? "" : "docs/")

/** `/docs`: the API in a browser, for reading and for trying out. Its files are read when they are first asked for. */
export const registerDocs = (app: FastifyInstance): void => {
  app.get("/docs", (request, reply) =>
    reply.headers({ "content-security-policy": policy, "cache-control": "no-cache" })
      .type("text/html; charset=utf-8").send(page(request.url)))
  for (const { content, path, type } of assets) {
    let loaded: { readonly body: Buffer; readonly tag: string } | undefined
    app.get(path, (request, reply) => {
      if (loaded === undefined) {
        const body = Buffer.from(content())
        loaded = { body, tag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"` }
      }
      reply.headers({ "content-security-policy": policy, "cache-control": "public, no-cache", etag: loaded.tag })
      if (request.headers["if-none-match"] === loaded.tag) return reply.code(304).send()
      return reply.type(type).send(loaded.body)
    })
  }
}
