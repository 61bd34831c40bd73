import type { AnyRoute, ErrorTag } from "@vedette/http-contract"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { everyRoute, notYetAnswered, undocumented } from "./answered.ts"
import { callerOf } from "./callerOf.ts"
import { switchedStorage } from "./deadStorage.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const channels = "/api/v1/notifications/channels"
const none = "01900000-0000-7000-8000-000000000000"
const at = (route: AnyRoute, id = none): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.endsWith("_id") ? id : name === "kind" ? "webhook" : "unknown")
const has = (route: AnyRoute, tag: ErrorTag): boolean => route.errors.includes(tag)
const documenting = (tag: ErrorTag) => everyRoute.filter((route) => has(route, tag)).map((route) => [route.id, route] as const)

/**
 * What lies before every route, in one place for all of them, and takes a race or another server to bring about. Each has
 * its own tests: requestRulesSuite, the rate limits' and the sign-in's.
 */
const ofOnePlace: ReadonlyArray<ErrorTag> = [
  "RateLimited",
  "RequestInFlight",
  "IdempotencyKeyReused",
  "IssuerUnreachable",
  "WriteConflict",
  // Of a route that reads no body it depends on the sender's framing whether one is looked at.
  "UnsupportedMediaType"
]

/** What a route cannot help: its address is text that may be anything, and the rest of the request is not read. */
const neverInvalid = (route: AnyRoute): boolean =>
  route.body === null && route.method !== "POST" && !route.path.includes("_id}") && !/\?|limit/.test(JSON.stringify(Object.keys("fields" in route.query ? route.query.fields as object : {})))

/** What all routes have in common, and that all they document is answered by some test. Last: it asks what the others did. */
export const everyRouteSuite = (name: string, storage: StorageLayer): void => {
  describe(`every route on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
      for (const scope of ["read", "write"] as const) await server.run(givenUser(server.keyOf(`only-${scope}`), { scopes: [scope] }))
    })
    afterAll(() => server.stop())

    test.each(documenting("Unauthorized"))("%s refuses a wrong key, and where one is needed, none", async (_, route) => {
      const wrong = await callerOf(server.app, "sk_wrong")(route.method, at(route))
      expect([wrong.status, wrong.json()]).toEqual([401, { detail: "Invalid API key", code: "unauthorized" }])
      expect(wrong.headers["www-authenticate"]).toBe("Bearer")
      if (route.auth !== "required") return
      const nobody = await server.anybody(route.method, at(route))
      expect([nobody.status, nobody.json()]).toEqual([401, { detail: "Authorization header missing", code: "unauthorized" }])
    })

    test.each(documenting("ScopeMissing"))("%s refuses a key without its scope", async (_, route) => {
      const other = server.keyOf(route.scope === "read" ? "only-write" : "only-read")
      const answer = await callerOf(server.app, other)(route.method, at(route))
      expect([answer.status, answer.json()]).toMatchObject([403, { code: "scope_missing" }])
    })

    test.each(everyRoute.filter(({ path }) => path.includes("_id}")).map((route) => [route.id, route] as const))(
      "%s refuses an id that is none",
      async (_, route) => {
        const answer = await server.alice(route.method, at(route, "nonsense"))
        const path = expect.objectContaining({ loc: ["path", expect.any(String)], type: "uuid_parsing" }) as unknown
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: expect.arrayContaining([path]) as unknown }])
      }
    )

    test.each(everyRoute.filter(({ body }) => body !== null).map((route) => [route.id, route] as const))(
      "%s refuses a body that is no JSON",
      async (_, route) => {
        const answer = await server.alice(route.method, at(route), { raw: "{" })
        expect([answer.status, answer.json()]).toMatchObject([422, { detail: [{ loc: ["body"], type: "json_invalid" }] }])
      }
    )

    test.each(documenting("BodyTooLarge"))("%s refuses a body that is too large, and one of another kind", async (_, route) => {
      const large = await server.alice(route.method, at(route), { raw: `"${"x".repeat(300_000)}"` })
      expect([large.status, large.json()]).toMatchObject([413, { code: "body_too_large" }])
      if (route.body === null) return
      const xml = await server.alice(route.method, at(route), { raw: "<a/>", headers: { "content-type": "text/xml" } })
      expect([xml.status, xml.json()]).toMatchObject([415, { code: "unsupported_media_type" }])
    })

    const saidTwice = documenting("IdempotencyKeyReused").filter(([, route]) => route.body === null || route.bodyOptional)
    test.each(saidTwice)("%s refuses an idempotency key that is none, or another request's", async (_, route) => {
      const post = (key: string, raw: string) => server.bob("POST", at(route), { raw, headers: { "idempotency-key": key } })
      expect((await post("a b", "{}")).json()).toMatchObject({ detail: [{ loc: ["header", "idempotency-key"] }] })
      await server.bob("POST", "/api/v1/tasks", { body: { search_query: "x", state: "paused" }, headers: { "idempotency-key": route.id } })
      expect((await post(route.id, "{}")).json()).toMatchObject({ detail: [{ loc: ["header", "idempotency-key"], input: route.id }] })
    })

    const refused = async (of: TestServer, method: "POST" | "PUT", path: string, body: object) => {
      const answer = await of.bob(method, path, { body })
      return [path, answer.status, (answer.json() as { readonly code?: string }).code]
    }

    test("where the account has no channel, there is none to rotate", async () => {
      const path = `${channels}/webhook/rotate-secret`
      expect(await refused(server, "POST", path, {})).toEqual([path, 404, "no_such_channel"])
    })

    test("a server without webhooks and email has none to set up, and verifies no address", async () => {
      const without = await startTestServer(storage, {}, undefined, RecordingNotifier.layer("pigeon"))
      const url = "https://hooks.example/in"
      for (const [method, path, body] of [
        ["POST", "/api/v1/notifications/webhook/settings", { url }],
        ["PUT", "/api/v1/webhooks/config", { webhook_url: url }],
        ["POST", "/api/v1/webhooks/test", { webhook_url: url }],
        ["POST", "/api/v1/notifications/email/settings", { enabled: true, email: "a@example.com" }]
      ] as const) expect(await refused(without, method, path, body)).toEqual([path, 404, "no_such_channel"])
      const template = { subject: "x", body: "y" }
      for (const [method, path] of [
        ["PUT", "/api/v1/notifications/email/template"],
        ["POST", "/api/v1/notifications/email/template/preview"]
      ] as const) expect(await refused(without, method, path, template)).toEqual([path, 409, "channel_untemplated"])
      for (const step of ["send", "verify"]) {
        const path = `/api/v1/email-verification/${step}`
        expect(await refused(without, "POST", path, { email: "a@example.com", code: "123456" })).toEqual([path, 409, "email_unconfigured"])
      }
      await without.stop()
    })

    test("a channel of the account is set up, read, rotated and tried", async () => {
      const taking = await startTestServer(storage, {}, undefined, RecordingNotifier.layer())
      const target = { url: "https://hooks.example/in" }
      expect((await taking.alice("PUT", `${channels}/webhook`, { body: { target } })).status).toBe(200)
      expect((await taking.alice("GET", `${channels}/webhook`)).json()).toMatchObject({ target })
      expect((await taking.alice("POST", `${channels}/webhook/rotate-secret`)).json()).toEqual({ secret: expect.stringMatching(/^whsec_/) })
      expect((await taking.alice("POST", `${channels}/webhook/test`)).status).toBe(200)
      expect((await taking.alice("POST", "/api/v1/webhooks/test", { body: { webhook_url: target.url } })).json()).toMatchObject({ success: true })
      await taking.stop()
    })

    test("all of them answer 503 with a time to come back when the storage cannot be reached", async () => {
      const { layer, switchOff } = switchedStorage()
      const other = await startTestServer(layer)
      switchOff()
      for (const route of everyRoute.filter((one) => has(one, "StorageUnavailable"))) {
        const answer = await other.alice(route.method, at(route), { raw: "{}" })
        expect([route.id, answer.status, answer.json()]).toMatchObject([route.id, 503, { code: "unavailable" }])
        expect(answer.headers["retry-after"]).toMatch(/^\d+$/)
      }
      await other.stop()
    })

    test.each(everyRoute.map((route) => [route.id, route] as const))("%s: every answer it documents was given to some test", (_, route) => {
      expect(notYetAnswered(route, [...ofOnePlace, ...(neverInvalid(route) ? ["RequestInvalid" as const] : [])])).toEqual([])
    })

    test.each(everyRoute.map((route) => [route.id, route] as const))("%s: every answer given to a test is documented", (_, route) => {
      expect(undocumented(route, [])).toEqual([])
    })
  })
}
