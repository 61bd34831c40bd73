import { FIRST_USER_ID } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { UserBody } from "@vedette/http-contract"
import { aUser } from "@vedette/testkit/fixtures"
import { AccountRepository } from "@vedette/domain"
import { serve } from "../src/index.ts"
import { signIn } from "../src/signIn.ts"
import { callerOf } from "./callerOf.ts"
import { startTestServer, type TestServer } from "./startTestServer.ts"

const settings = { noAuth: false, oidcIssuer: null, oidcAudience: null, oidcJwksUrl: null }

describe("tokens of an issuer", () => {
  let issuer: Server
  let url: string
  let server: TestServer
  let scope: Scope.Closeable
  let privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"]

  beforeAll(async () => {
    const pair = await generateKeyPair("ES256")
    privateKey = pair.privateKey
    const jwk = { ...await exportJWK(pair.publicKey), kid: "k1", alg: "ES256" }
    issuer = createServer((request, response) => {
      const body = request.url === "/keys" ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` }
      response.setHeader("content-type", "application/json").end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve))
    url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
    scope = await Effect.runPromise(Scope.make())
    const configured = signIn({ ...settings, oidcIssuer: url, oidcAudience: "vedette" })
    server = await startTestServer(MemoryStorage.layer, { signIn: await Effect.runPromise(Scope.provide(configured, scope)) })
  })
  afterAll(async () => {
    await server.stop()
    issuer.close()
  })

  const holder = async (claims: JWTPayload, lifetime = "1m") =>
    callerOf(
      server.app,
      await new SignJWT({ iss: url, aud: "vedette", ...claims }).setProtectedHeader({ alg: "ES256", kid: "k1" })
        .setExpirationTime(lifetime).sign(privateKey)
    )

  test("somebody seen for the first time gets an account, once, however many requests come at once", async () => {
    const call = await holder({ sub: "user_new", email: "new@example.com", email_verified: true })
    const answers = await Promise.all(Array.from({ length: 10 }, () => call("POST", "/auth/sync-user")))
    const bodies = answers.map((answer) => answer.json() as { user: { id: string }; created: boolean })
    expect(new Set(bodies.map(({ user }) => user.id)).size).toBe(1)
    expect(bodies.filter(({ created }) => created)).toHaveLength(1)
    const me = (await (await holder({ sub: "user_new" }))("GET", "/auth/me")).as(UserBody)
    expect(me).toMatchObject({ id: bodies[0]?.user.id, clerk_user_id: "user_new", email: "new@example.com" })
  })

  test("two people see their own tasks, and keys work beside tokens", async () => {
    const [ann, ben] = [await holder({ sub: "ann" }), await holder({ sub: "ben" })]
    expect((await ann("POST", "/api/v1/tasks", { body: { search_query: "x" } })).status).toBe(200)
    expect((await ann("GET", "/api/v1/tasks")).json()).toHaveLength(1)
    expect((await ben("GET", "/api/v1/tasks")).json()).toEqual([])
    expect((await server.alice("GET", "/api/v1/tasks")).json()).toEqual([])
  })

  test("an expired token says so, another audience's or a stranger's is invalid, and a key stays a key", async () => {
    const expired = await (await holder({ sub: "ann" }, "-1m"))("GET", "/auth/me")
    expect([expired.status, expired.json()]).toEqual([401, { detail: "Token has expired", code: "unauthorized" }])
    const other = await (await holder({ sub: "ann", aud: "another" }))("GET", "/auth/me")
    expect([other.status, other.json()]).toEqual([401, { detail: "Invalid authentication token", code: "unauthorized" }])
    expect(other.headers["www-authenticate"]).toBe("Bearer")
    const key = await callerOf(server.app, "sk_nobody_made_this_key_at_all")("GET", "/auth/me")
    expect([key.status, key.json()]).toMatchObject([401, { detail: "Invalid API key" }])
  })

  test("a deactivated person's tokens stop at once", async () => {
    const call = await holder({ sub: "leaver" })
    const { id } = (await call("GET", "/auth/me")).as(UserBody)
    await server.run(AccountRepository.use((accounts) => accounts.saveUser(aUser({ id: id as typeof FIRST_USER_ID, isActive: false }))))
    expect((await call("GET", "/auth/me")).status).toBe(401)
  })

  test("an issuer that cannot be asked is 503 with Retry-After, and not a wrong token", async () => {
    const away = await Effect.runPromise(Scope.provide(signIn({ ...settings, oidcIssuer: "http://127.0.0.1:1" }), scope))
    const other = await startTestServer(MemoryStorage.layer, { signIn: away })
    const answer = await callerOf(other.app, "aaaa.bbbb.cccc")("GET", "/auth/me")
    expect([answer.status, answer.json()]).toMatchObject([503, { code: "sign_in_unavailable" }])
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0)
    await other.stop()
  })
})

describe("without keys", () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer, {
      signIn: { noAuth: true, tokens: null },
      corsOrigins: ["https://app.example"]
    })
    await server.run(AccountRepository.use((accounts) => accounts.insertUser(aUser({ id: FIRST_USER_ID }))))
  })
  afterAll(() => server.stop())

  test("everybody is the local user, with a key, with a wrong one and with none", async () => {
    for (const call of [server.anybody, server.alice, callerOf(server.app, "sk_wrong")]) {
      expect((await call("GET", "/auth/me")).as(UserBody).id).toBe(FIRST_USER_ID)
    }
  })

  test.each([
    [{ host: "127.0.0.1:8080" }, 200],
    [{ host: "[::1]:8080" }, 200],
    [{ host: "localhost" }, 200],
    [{ host: "rebound.evil.example:8080" }, 403],
    [{ host: "127.0.0.1.evil.example" }, 403],
    [{ origin: "http://localhost:5173" }, 200],
    [{ origin: "https://app.example" }, 200],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 200]
  ])("a page elsewhere cannot use the reader's browser as its way in: %j is %i", async (headers, status) => {
    const answer = await server.anybody("GET", "/api/v1/tasks", { headers: { host: "127.0.0.1", ...headers } })
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.json()).toMatchObject({ code: "foreign_origin" })
  })

  test("it listens on this machine or not at all", async () => {
    const signIn = { noAuth: true, tokens: null }
    for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
      const refused = await server.run(Effect.flip(Effect.scoped(serve({ host, port: 0, signIn }))))
      expect(refused).toMatchObject({ _tag: "ListenFailed", message: expect.stringContaining("this machine") })
    }
    await server.run(Effect.scoped(serve({ host: "127.0.0.1", port: 0, signIn })))
  })
})

describe("pages of another origin", () => {
  let server: TestServer
  const origin = "https://app.example"
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer, { corsOrigins: [origin] })
  })
  afterAll(() => server.stop())

  test("a configured one may call with credentials, and read the headers that matter", async () => {
    for (const path of ["/api/v1/tasks", "/livez", "/nowhere"]) {
      const answer = await server.alice("GET", path, { headers: { origin } })
      expect(answer.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": expect.stringContaining("X-Total-Count"),
        vary: expect.stringContaining("Origin")
      })
    }
    // A refusal too: else the page sees a network failure in place of a 401.
    expect((await server.anybody("GET", "/api/v1/tasks", { headers: { origin } })).headers)
      .toMatchObject({ "access-control-allow-origin": origin })
  })

  test("its preflight is answered without a key", async () => {
    const headers = { origin, "access-control-request-method": "PATCH", "access-control-request-headers": "authorization,if-match" }
    const answer = await server.anybody("OPTIONS", "/api/v1/tasks/01900000-0000-7000-8000-000000000000", { headers })
    expect([answer.status, answer.text]).toEqual([204, ""])
    expect(answer.headers["access-control-allow-methods"]).toContain("PATCH")
    for (const name of ["Authorization", "Idempotency-Key", "If-Match"]) {
      expect(answer.headers["access-control-allow-headers"]).toContain(name)
    }
  })

  test.each(["https://evil.example", "https://app.example.evil.example", "http://app.example", "null"])(
    "%s is told nothing, so its browser keeps the answer from it",
    async (stranger) => {
      const answers = [
        await server.alice("GET", "/api/v1/tasks", { headers: { origin: stranger } }),
        await server.anybody("OPTIONS", "/api/v1/tasks", { headers: { origin: stranger, "access-control-request-method": "POST" } })
      ]
      for (const { headers } of answers) {
        expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([])
      }
    }
  )
})
