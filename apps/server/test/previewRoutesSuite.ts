import { SearchTimedOut, SearchUnavailable } from "@vedette/domain"
import { PreviewBody } from "@vedette/http-contract"
import { ScriptedSearch } from "@vedette/testkit/fakes"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const preview = "/api/v1/tasks/preview"
const draft = { search_query: "https://shop.example/kettle", condition: "price<50", name: "Kettle" }

/** A draft judged once, over any storage. */
export const previewRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`preview on ${name}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(storage)
      await server.run(givenUser(server.keyOf("reader"), { scopes: ["read"] }))
    })
    afterAll(() => server.stop())

    type Answers = Parameters<ScriptedSearch["Service"]["script"]>
    const scripted = (...[query, ...answers]: Answers) => server.run(ScriptedSearch.use((search) => search.script(query, ...answers)))
    const previewed = async (body: object = draft) => (await server.alice("POST", preview, { body })).as(PreviewBody)

    test("shows what was understood, what was found and what would be told, and saves nothing", async () => {
      await scripted(draft.search_query, aJudgement())
      const shown = await previewed()
      expect(shown).toMatchObject({
        name: "Kettle",
        condition: "price < 50",
        condition_description: draft.search_query,
        verdict: "met",
        would_notify: true,
        notification: "The blue kettle costs 45.00 EUR.",
        gates: [{ name: "true", open: true }, { name: "new", open: true }, { name: "worth telling", open: true }],
        result: { confidence: 95, quotes: [{ verified: true }] },
        grounding_sources: [{ uri: "https://shop.example/kettle" }],
        next_run: null,
        error_message: null
      })
      expect(shown.trace.length).toBeGreaterThan(0)
      expect((await server.alice("GET", "/api/v1/tasks")).json()).toEqual([])
      expect((await server.alice("GET", "/api/v1/notifications/sends")).json()).toEqual({ sends: [], total: 0 })
    })

    test("of what is not met it names the gate that closed, and when the next look would be", async () => {
      await scripted(draft.search_query, aJudgement({ verdict: "not_met" }))
      expect(await previewed({ ...draft, notify: "always" })).toMatchObject({
        verdict: "not_met",
        would_notify: false,
        notification: null,
        gates: [{ name: "true", open: false, why: expect.any(String) }, {}, {}],
        next_run: expect.stringMatching(/Z$/),
        next_run_reason: expect.any(String)
      })
    })

    test.each([
      ["a page that cannot be read", new SearchUnavailable({ message: "The page cannot be read." }), "network"],
      ["no judgement in time", new SearchTimedOut({ message: "Too slow." }), "timeout"],
      ["a defect of the search", Effect.die(new Error("bug")), "unknown"]
    ])("%s is an answer and no failure of the call", async (_, answer, category) => {
      await scripted(draft.search_query, answer)
      expect(await previewed()).toMatchObject({
        condition: "price < 50",
        verdict: null,
        result: null,
        would_notify: false,
        error_category: category,
        error_message: expect.any(String)
      })
    })

    test("repeated under its key is judged once", async () => {
      await scripted(draft.search_query, aJudgement(), aJudgement({ verdict: "unclear" }))
      const headers = { "idempotency-key": "preview-once" }
      const once = await server.alice("POST", preview, { body: draft, headers })
      const again = await server.alice("POST", preview, { body: draft, headers })
      expect(once.as(PreviewBody).verdict).toBe("met")
      expect(again.text).toBe(once.text)
    })

    test("is asked for twenty times a minute and no more", async () => {
      await scripted(draft.search_query, aJudgement())
      for (let n = 0; n < 20; n++) expect((await server.bob("POST", preview, { body: draft })).status).toBe(200)
      const refused = await server.bob("POST", preview, { body: draft })
      expect([refused.status, refused.json()]).toMatchObject([429, { code: "rate_limited" }])
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0)
    })

    test("is refused for what a creation is refused for, and for a key that may only read", async () => {
      const refused = async (body: object, by = server.alice) => {
        const answer = await by("POST", preview, { body })
        return [answer.status, (answer.json() as { readonly code?: string }).code]
      }
      expect(await refused({})).toEqual([422, undefined])
      expect(await refused({ ...draft, condition: "price(((" })).toEqual([422, undefined])
      expect(await refused({ ...draft, notifications: [{ type: "email" }] })).toEqual([400, "invalid_notification"])
      expect(await refused({ ...draft, notifications: [{ type: "pigeon" }] })).toEqual([422, undefined])
      expect(await refused(draft, server.anybody)).toEqual([401, "unauthorized"])
      expect(await refused(draft, callerOf(server.app, server.keyOf("reader")))).toEqual([403, "scope_missing"])
    })
  })
}
