import { setUserActive } from "@vedette/domain"
import { ApiKeyBody, CreatedApiKeyBody, RevokedApiKeyBody, SyncedUserBody, UserBody, WelcomeSeenBody } from "@vedette/http-contract"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const keys = "/auth/api-keys"

/** Accounts and keys, over any storage. */
export const accountRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`accounts on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
    })
    afterAll(() => server.stop())

    const made = async (body: object = {}) => {
      const { key, key_info } = (await server.alice("POST", keys, { body: { name: "made", ...body } })).as(CreatedApiKeyBody)
      return { key: key ?? "", info: key_info, call: callerOf(server.app, key ?? "") }
    }
    const listed = async () => (await server.alice("GET", keys)).as(Schema.Array(ApiKeyBody))

    test("a key is told once, in full, and from then on only how it begins", async () => {
      const { call, info, key } = await made({ name: " laptop " })
      expect(key).toMatch(/^sk_[\w-]{43}$/)
      expect(info).toMatchObject({ name: "laptop", scopes: ["read", "write"], is_active: true, expires_at: null, user_id: server.aliceId })
      expect(key.startsWith(info.key_prefix)).toBe(true)
      expect((await call("GET", "/api/v1/tasks")).status).toBe(200)
      const answer = await server.alice("GET", keys)
      expect(answer.text).not.toContain(key)
      expect(answer.text).not.toMatch(/digest|[0-9a-f]{64}/)
    })

    test("a user has several keys, listed newest first; a stranger's are not among them", async () => {
      const [older, newer] = [await made(), await made()]
      const ids = (await listed()).map(({ id }) => id)
      expect(ids.indexOf(newer.info.id)).toBe(0)
      expect(ids.indexOf(older.info.id)).toBe(1)
      const strangers = (await server.bob("GET", keys)).as(Schema.Array(ApiKeyBody))
      expect(strangers.map(({ id }) => id)).not.toContain(newer.info.id)
    })

    test("a revoked key stops at once, and the others go on", async () => {
      const [gone, kept] = [await made(), await made()]
      expect((await gone.call("GET", "/auth/me")).status).toBe(200)
      expect((await server.alice("DELETE", `${keys}/${gone.info.id}`)).as(RevokedApiKeyBody)).toEqual({ status: "revoked" })
      const answer = await gone.call("GET", "/auth/me")
      expect([answer.status, answer.json()]).toEqual([401, { detail: "Invalid API key", code: "unauthorized" }])
      expect((await kept.call("GET", "/auth/me")).status).toBe(200)
      const [, stored] = (await listed()).filter(({ id }) => id === gone.info.id || id === kept.info.id)
      expect(stored).toMatchObject({ id: gone.info.id, is_active: false, revoked_at: expect.any(String) })
      // Again changes nothing.
      expect((await server.alice("DELETE", `${keys}/${gone.info.id}`)).status).toBe(200)
    })

    test("a stranger's key cannot be revoked, and is not there", async () => {
      const { call, info } = await made()
      const answer = await server.bob("DELETE", `${keys}/${info.id}`)
      expect([answer.status, answer.json()]).toEqual([404, { detail: "API key not found", code: "api_key_not_found" }])
      expect((await call("GET", "/auth/me")).status).toBe(200)
    })

    test.each([
      [["read"], { GET: 200, POST: 403 }],
      [["write"], { GET: 403, POST: 200 }],
      [["read", "write"], { GET: 200, POST: 200 }],
      [["admin"], { GET: 200, POST: 200 }]
    ])("the scopes %j open what they name and nothing else", async (scopes, wanted) => {
      const { call, info } = await made({ scopes })
      expect(info.scopes).toEqual(scopes)
      expect((await call("GET", "/api/v1/tasks")).status).toBe(wanted.GET)
      expect((await call("POST", "/api/v1/tasks", { body: { search_query: "x" } })).status).toBe(wanted.POST)
      const breeds = await call("POST", keys, { body: { name: "better" } })
      expect(breeds.status).toBe(scopes.includes("admin") ? 200 : 403)
    })

    test("a key ends when it was said to, and cannot be made to end before it began", async () => {
      const soon = await made({ expires_at: "2099-01-01T00:00:00+02:00" })
      expect(soon.info.expires_at).toBe("2098-12-31T22:00:00.000Z")
      const past = await server.alice("POST", keys, { body: { name: "x", expires_at: "2020-01-01T00:00:00Z" } })
      expect([past.status, past.json()]).toMatchObject([422, { detail: [{ loc: ["body", "expires_at"], type: "value_error" }] }])
    })

    test("an account has at most 100 keys, and is told to revoke one", async () => {
      const key = server.keyOf("collector")
      await server.run(givenUser(key))
      const collector = callerOf(server.app, key)
      const made = (await collector("POST", keys, { body: { name: "first" } })).as(CreatedApiKeyBody)
      for (let n = 2; n < 100; n++) await collector("POST", keys, { body: { name: "more" } })
      const refused = await collector("POST", keys, { body: { name: "one too many" } })
      expect([refused.status, refused.json()]).toMatchObject([409, { code: "api_key_limit", detail: expect.stringContaining("at most 100 keys. Revoke") }])
      expect((await collector("DELETE", `${keys}/${made.key_info.id}`)).status).toBe(200)
      expect((await collector("POST", keys, { body: { name: "instead" } })).status).toBe(200)
    })

    test.each([
      [{}, ["body", "name"], "missing"],
      [{ name: " " }, ["body", "name"], "string_too_short"],
      [{ name: "x", scopes: [] }, ["body", "scopes"], "too_short"],
      [{ name: "x", scopes: ["root"] }, ["body", "scopes", 0], "enum"],
      [{ name: "x", expires_at: "soon" }, ["body", "expires_at"], "datetime_parsing"]
    ])("%j is refused", async (body, loc, type) => {
      const answer = await server.alice("POST", keys, { body })
      expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc, type }] }])
    })

    test("a deactivated user's keys stop at once, and start again with them", async () => {
      const key = server.keyOf("gone")
      const id = await server.run(givenUser(key))
      const call = callerOf(server.app, key)
      expect((await call("GET", "/auth/me")).status).toBe(200)
      await server.run(setUserActive(id, false))
      expect((await call("GET", "/auth/me")).status).toBe(401)
      await server.run(setUserActive(id, true))
      expect((await call("GET", "/auth/me")).status).toBe(200)
    })

    test("the account, in the original's words, and the greeting that is put away for good", async () => {
      const before = await server.bob("GET", "/auth/me")
      expect(before.as(UserBody)).toMatchObject({ clerk_user_id: null, is_active: true, has_seen_welcome: false })
      expect((await server.bob("POST", "/auth/mark-welcome-seen")).as(WelcomeSeenBody)).toEqual({ status: "success" })
      const after = (await server.bob("GET", "/auth/me", { headers: { "if-none-match": before.headers["etag"] ?? "" } }))
      expect(after.as(UserBody).has_seen_welcome).toBe(true)
      const synced = (await server.bob("POST", "/auth/sync-user")).as(SyncedUserBody)
      expect(synced).toEqual({ user: after.json(), created: false })
    })
  })
}
