import { type AnyRoute, allRoutes, TaskBody } from "@vedette/http-contract"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Answered, callerOf, type CallOptions } from "./callerOf.ts"
import { givenUser, startTestServer, type TestServer } from "./startTestServer.ts"

type Detail = ReadonlyArray<{ readonly loc: ReadonlyArray<string | number>; readonly type: string }>

const none = "01900000-0000-7000-8000-000000000000"

const paramsOf = ({ path }: AnyRoute): ReadonlyArray<string> => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "")
const idsOf = (route: AnyRoute) => paramsOf(route).filter((name) => name.endsWith("_id"))

const addressOf = (route: AnyRoute, values: Readonly<Record<string, string>> = {}): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? none)

const named = (routes: ReadonlyArray<AnyRoute>) => routes.map((route) => [`${route.method} ${route.path}`, route] as const)
const where = (which: (route: AnyRoute) => boolean) => named(allRoutes.filter(which))

const detail = (answer: Answered): Detail => (answer.json() as { readonly detail: Detail }).detail

/** Query parameters of a route, and whether a text is a value of one. */
const queryFields = (route: AnyRoute): ReadonlyArray<string> => "fields" in route.query ? Object.keys(route.query.fields as object) : []
const takes = (route: AnyRoute, query: Readonly<Record<string, string>>): boolean => Schema.is(Schema.toEncoded(route.query))(query) &&
  Schema.decodeUnknownResult(route.query)(query)._tag === "Success"

/** What holds for every route of the table, whatever it is for. A route that is added is held to all of it. */
describe("every route", () => {
  let server: TestServer
  let taskId: string
  const keys = new Map<string, ReturnType<typeof callerOf>>()
  beforeAll(async () => {
    server = await startTestServer(MemoryStorage.layer)
    taskId = (await server.alice("POST", "/api/v1/tasks", { body: { search_query: "x", state: "paused" } })).as(TaskBody).id
    for (const scope of ["read", "write"] as const) {
      const key = server.keyOf(scope)
      await server.run(givenUser(key, { scopes: [scope] }))
      keys.set(scope, callerOf(server.app, key))
    }
  })
  afterAll(() => server.stop())

  const ask = (route: AnyRoute, path: string, options: CallOptions = {}, caller = server.alice) => caller(route.method, path, options)

  test.each(named(allRoutes))("is the same with and without a slash at its end: %s", async (_, route) => {
    // A body that nothing takes, so that asking twice does nothing twice.
    const options: CallOptions = route.method === "GET" ? {} : { raw: "{" }
    const [bare, slashed] = [await ask(route, addressOf(route), options), await ask(route, `${addressOf(route)}/`, options)]
    expect(slashed.status).toBe(bare.status)
    expect(slashed.headers).not.toHaveProperty("location")
  })

  test.each(where(({ auth }) => auth === "required"))("asks for a key before anything else: %s", async (_, route) => {
    const answer = await ask(route, addressOf(route, { task_id: "nonsense" }), route.method === "GET" ? {} : { raw: "{" }, server.anybody)
    expect([answer.status, answer.json()]).toEqual([401, { detail: "Authorization header missing", code: "unauthorized" }])
    expect(answer.headers["www-authenticate"]).toBe("Bearer")
  })

  test.each(where(({ auth }) => auth !== "none"))("refuses a wrong key, even where none is needed: %s", async (_, route) => {
    const answer = await ask(route, addressOf(route), {}, callerOf(server.app, "sk_nobody_made_this_key_at_all"))
    expect([answer.status, answer.json()]).toEqual([401, { detail: "Invalid API key", code: "unauthorized" }])
    expect(answer.headers["www-authenticate"]).toBe("Bearer")
  })

  test.each(where(({ auth }) => auth === "required"))("is opened by its scope alone: %s", async (_, route) => {
    for (const [scope, caller] of keys) {
      const answer = await ask(route, addressOf(route), route.method === "GET" ? {} : { raw: "{" }, caller)
      if (route.scope === scope) expect(answer.status).not.toBe(403)
      else expect([answer.status, answer.json()]).toMatchObject([403, { code: "scope_missing" }])
    }
  })

  test.each(where((route) => idsOf(route).length > 0))("takes any UUID and nothing else for an id: %s", async (_, route) => {
    for (const name of idsOf(route)) {
      for (const id of ["nonsense", "%00", "x".repeat(400), `${none}0`]) {
        const answer = await ask(route, addressOf(route, { [name]: id }))
        expect(answer.status, `${name}=${id.slice(0, 40)}`).toBe(422)
        expect(detail(answer)).toContainEqual(expect.objectContaining({ loc: ["path", name], type: "uuid_parsing" }))
      }
    }
  })

  test.each(where((route) => idsOf(route).length > 0 && route.auth !== "none"))("hides what is somebody else's: %s", async (_, route) => {
    // A good body, so that nothing but whose it is can be wrong.
    const bodies: Readonly<Record<string, object>> = { setVisibility: { is_public: false } }
    const options: CallOptions = route.body === null ? {} : { body: bodies[route.id] ?? {} }
    const theirs = await ask(route, addressOf(route, { task_id: taskId }), options, server.bob)
    const nobodys = await ask(route, addressOf(route), options, server.bob)
    expect([theirs.status, theirs.json()]).toEqual([404, nobodys.json()])
    expect(nobodys.json()).toMatchObject({ detail: expect.stringMatching(/not found$/) })
  })

  test.each(where(({ body, method }) => body !== null && method !== "GET"))("tells all that is wrong with a request at once: %s", async (_, route) => {
    const query = queryFields(route)[0]
    const path = addressOf(route, Object.fromEntries(idsOf(route).map((name) => [name, "nonsense"])))
    const isWrong = query !== undefined && !takes(route, { [query]: "" })
    const answer = await ask(route, isWrong ? `${path}?${query}=` : path, { raw: "{" })
    expect(answer.status).toBe(422)
    expect(detail(answer).map(({ loc }) => loc[0])).toEqual(expect.arrayContaining(
      ["body", ...(idsOf(route).length > 0 ? ["path"] : []), ...(isWrong ? ["query"] : [])]
    ))
    expect(detail(answer)).toContainEqual(expect.objectContaining({ loc: ["body"], type: "json_invalid" }))
  })

  test.each(where((route) => queryFields(route).includes("limit")))("bounds its limit: %s", async (_, route) => {
    const path = addressOf(route)
    const max = takes(route, { limit: "1000" }) ? 1_000 : 100
    for (const [limit, type] of [["0", "greater_than_equal"], ["-1", "greater_than_equal"], [String(max + 1), "less_than_equal"], ["1.5", "int_parsing"], ["", "int_parsing"]]) {
      const answer = await ask(route, `${path}?limit=${limit}`)
      expect([limit, answer.status]).toEqual([limit, 422])
      expect(detail(answer)).toContainEqual(expect.objectContaining({ loc: ["query", "limit"], type }))
    }
    expect((await ask(route, `${path}?limit=${max}`)).status).not.toBe(422)
  })

  test.each(where((route) => queryFields(route).includes("cursor")))("takes its own cursors alone: %s", async (_, route) => {
    for (const cursor of ["", "AA", "%F0%9F", "x".repeat(500), none]) {
      const answer = await ask(route, `${addressOf(route)}?cursor=${cursor}`)
      expect([answer.status, detail(answer)]).toMatchObject([422, [{ loc: ["query", "cursor"], type: "value_error" }]])
    }
  })

  test.each(where(({ method }) => method === "GET"))("answers HEAD as GET, without the body: %s", async (_, route) => {
    const [get, head] = [await ask(route, addressOf(route)), await server.alice("HEAD", addressOf(route))]
    expect([head.status, head.text]).toEqual([get.status, ""])
    expect(head.headers["content-type"]).toBe(get.headers["content-type"])
  })

  test.each(named(allRoutes))("knows its methods and names them: %s", async (_, route) => {
    const methods = new Set<string>(allRoutes.filter(({ path }) => path === route.path).map(({ method }) => method))
    const other = (["PUT", "DELETE", "PATCH", "POST"] as const).find((method) => !methods.has(method))
    if (other === undefined) return
    const answer = await server.alice(other, addressOf(route))
    // Two routes may share an address, where the one's word is the other's id.
    if (answer.status === 422 || answer.status === 404) return
    expect([answer.status, answer.json()]).toMatchObject([405, { code: "method_not_allowed" }])
    for (const method of methods) expect(answer.headers["allow"]).toContain(method)
  })

  test.each(where(({ auth }) => auth === "required"))("refuses in RFC 9457's form, for who accepts it: %s", async (_, route) => {
    const answer = await ask(route, addressOf(route), { headers: { accept: "application/problem+json" } }, server.anybody)
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8")
    expect(answer.json()).toEqual({
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail: "Authorization header missing",
      code: "unauthorized",
      instance: `urn:request:${answer.headers["x-request-id"]}`
    })
  })

  test.each(where((route) => route.conditional && route.method === "GET" && paramsOf(route).length === 0))(
    "is sent once, and no longer after that: %s",
    async (_, route) => {
      const first = await ask(route, addressOf(route))
      expect(first.headers["etag"]).toMatch(/^"[^"]+"$/)
      const again = await ask(route, addressOf(route), { headers: { "if-none-match": first.headers["etag"] ?? "" } })
      expect([again.status, again.text]).toEqual([304, ""])
    }
  )

  test.each(named(allRoutes))("keeps what it answers to its reader: %s", async (_, route) => {
    const { headers } = await ask(route, addressOf(route), route.method === "GET" ? {} : { raw: "{" })
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-request-id": expect.stringMatching(/\S/) })
    expect(headers["cache-control"]).toMatch(/no-store|no-cache/)
    expect(headers["vary"]).toMatch(/Authorization.*Accept.*Origin/)
  })
})
