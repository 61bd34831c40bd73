import { setUserActive } from "@vedette/domain"
import { FeedTokenBody, JsonFeedBody, NewFeedTokenBody, TaskBody } from "@vedette/http-contract"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { callerOf } from "./callerOf.ts"
import { elementsIn, readXml } from "./readXml.ts"
import { runOnce, saying } from "./runOnce.ts"
import { givenUser, type StorageLayer, startTestServer, type TestServer } from "./startTestServer.ts"

const tasks = "/api/v1/tasks"
const tokens = "/api/v1/feed-tokens"
const none = "01900000-0000-7000-8000-000000000000"
/** What a page may put into a title or a sentence. */
const hostile = "]]><b>&amp; \u0007 \u{1F600} \uFFFE <script>alert(1)</script> ü"

/** Feeds of tasks and accounts, over any storage. */
export const feedRoutesSuite = (name: string, storage: StorageLayer): void => {
  describe(`feeds on ${name}`, () => {
    let server: TestServer
    let id: string
    beforeAll(async () => {
      server = await startTestServer(storage, { publicUrl: "https://vedette.example" })
      const body = { search_query: "x", name: "Kettle & co", state: "paused", notify: "always" }
      id = (await server.alice("POST", tasks, { body })).as(TaskBody).id
      await server.alice("PATCH", `${tasks}/${id}/visibility`, { body: { is_public: true } })
      await runOnce(server, id, saying("It was sold."))
      await runOnce(server, id, saying(hostile, { sources: [{ uri: "https://shop.example/a?b=1&c=2", title: hostile }, { uri: "javascript:alert(1)", title: "bad" }] }))
    })
    afterAll(() => server.stop())

    const text = async (path: string) => {
      const answer = await server.anybody("GET", path)
      expect(answer.status, answer.text).toBe(200)
      return answer.text
    }

    test("RSS, Atom and JSON Feed tell the same alerts under the same ids, and name their media types", async () => {
      const rss = readXml(await text(`/tasks/${id}/rss`))
      const atom = readXml(await text(`/tasks/${id}/feed.atom`))
      const answer = await server.anybody("GET", `/tasks/${id}/feed.json`)
      const json = answer.as(JsonFeedBody)
      expect(answer.headers["content-type"]).toBe("application/feed+json; charset=utf-8")
      expect((await server.anybody("GET", `/tasks/${id}/rss`)).headers["content-type"]).toBe("application/rss+xml; charset=utf-8")
      expect((await server.anybody("GET", `/tasks/${id}/feed.atom`)).headers["content-type"]).toBe("application/atom+xml; charset=utf-8")
      const ids = json.items.map((item) => item.id)
      expect(ids).toHaveLength(2)
      for (const one of ids) expect(one).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
      expect(elementsIn(rss, "guid").map((guid) => [guid.text, guid.attributes["isPermaLink"]])).toEqual(ids.map((one) => [one, "false"]))
      expect(elementsIn(atom, "entry").map((entry) => elementsIn(entry, "id")[0]?.text)).toEqual(ids)
      expect(elementsIn(rss, "title").map((title) => title.text)).toEqual(["Kettle & co", expect.stringContaining("]]><b>&amp; \uFFFD"), "It was sold."])
      expect(elementsIn(rss, "link").map((link) => link.text)).toContain("https://shop.example/a?b=1&c=2")
      expect(elementsIn(rss, "atom:link")[0]?.attributes["href"]).toBe(`https://vedette.example/tasks/${id}/rss`)
      const html = elementsIn(rss, "description")[1]?.text ?? ""
      expect(html).toContain("<a href=\"https://shop.example/a?b=1&amp;c=2\">")
      expect(html).not.toMatch(/<script|<b>|javascript:/)
      expect(json.items[0]?.content_html).toContain("&lt;script&gt;")
    })

    test("an alert's id, title and date stay as they are when others come and the task is run on", async () => {
      const before = (await server.anybody("GET", `/tasks/${id}/feed.json`)).as(JsonFeedBody)
      await runOnce(server, id, saying("One more."))
      const after = (await server.anybody("GET", `/tasks/${id}/feed.json`)).as(JsonFeedBody)
      expect(after.items.slice(1)).toEqual(before.items)
    })

    test("a feed that has not changed is 304, by its tag or by its date", async () => {
      for (const path of ["rss", "feed.atom", "feed.json"]) {
        const first = await server.anybody("GET", `/tasks/${id}/${path}`)
        const since = first.headers["last-modified"] ?? ""
        const again = (headers: Record<string, string>) => server.anybody("GET", `/tasks/${id}/${path}`, { headers })
        const unchanged = await again({ "if-none-match": first.headers["etag"] ?? "" })
        expect([unchanged.status, unchanged.text]).toEqual([304, ""])
        expect((await again({ "if-modified-since": since })).status).toBe(304)
        expect((await again({ "if-modified-since": new Date(Date.parse(since) - 1_000).toUTCString() })).status).toBe(200)
        expect((await again({ "if-none-match": "\"other\"", "if-modified-since": since })).status, "the tag goes first").toBe(200)
        expect((await again({ "if-modified-since": "yesterday" })).status).toBe(200)
      }
    })

    test("a private task and none have no feed, not even for their owner's key; a bad id is 422", async () => {
      const hidden = (await server.alice("POST", tasks, { body: { search_query: "x" } })).as(TaskBody).id
      for (const path of [`/tasks/${hidden}/rss`, `/tasks/${none}/feed.atom`, `/tasks/${hidden}/feed.json`]) {
        const answer = await server.alice("GET", path)
        expect([answer.status, answer.json()]).toMatchObject([404, { detail: "Task not found" }])
      }
      expect((await server.anybody("GET", "/tasks/nonsense/rss")).status).toBe(422)
    })

    test("an account's feed is opened by its token alone, holds private tasks too, and is closed by revoking it", async () => {
      const opened = (await server.alice("POST", tokens, { body: { name: " Phone " } })).as(NewFeedTokenBody)
      expect(opened).toMatchObject({ name: "Phone", token: expect.stringMatching(/^vf_[\w-]{43}$/) })
      expect(opened.rss_url).toBe(`https://vedette.example/feeds/${opened.token}/rss`)
      const hidden = (await server.alice("POST", tasks, { body: { search_query: "x", name: "Mine", state: "paused" } })).as(TaskBody).id
      await runOnce(server, hidden, saying("Only for me."))
      const path = (url: string | undefined) => new URL(url ?? "").pathname
      const json = (await server.anybody("GET", path(opened.json_url))).as(JsonFeedBody)
      expect(json.items[0]?.title).toBe("Mine: Only for me.")
      const rss = readXml(await text(path(opened.rss_url)))
      const atom = readXml(await text(path(opened.atom_url)))
      expect(elementsIn(rss, "guid").map((guid) => guid.text)).toEqual(json.items.map((item) => item.id))
      expect(elementsIn(atom, "entry")).toHaveLength(json.items.length)
      const listed = await server.alice("GET", tokens)
      expect(listed.as(Schema.Array(FeedTokenBody))).toEqual([{ id: opened.id, name: "Phone", created_at: opened.created_at }])
      expect(listed.text).not.toContain(opened.token)
      expect((await server.bob("DELETE", `${tokens}/${opened.id}`)).json()).toMatchObject({ code: "feed_not_found" })
      expect((await server.alice("DELETE", `${tokens}/${opened.id}`)).status).toBe(204)
      const closed = await server.anybody("GET", path(opened.rss_url))
      expect([closed.status, closed.json()]).toEqual([404, { detail: "Feed not found", code: "feed_not_found" }])
      expect((await server.alice("DELETE", `${tokens}/${opened.id}`)).status).toBe(404)
    })

    test("a creation repeated under its key opens one feed, and does not say the token again", async () => {
      const create = () => server.bob("POST", tokens, { body: {}, headers: { "idempotency-key": "feed-once" } })
      const [first, again] = [(await create()).as(NewFeedTokenBody), await create()]
      expect(again.as(NewFeedTokenBody)).toEqual({ id: first.id, name: "", created_at: first.created_at })
      expect((await server.bob("GET", tokens)).json()).toHaveLength(1)
    })

    test("an account has at most 50 feeds open, and is told to close one", async () => {
      const key = server.keyOf("collector")
      await server.run(givenUser(key))
      const collector = callerOf(server.app, key)
      const first = (await collector("POST", tokens)).as(NewFeedTokenBody)
      for (let n = 1; n < 50; n++) expect((await collector("POST", tokens)).status).toBe(200)
      const refused = await collector("POST", tokens)
      expect([refused.status, refused.json()]).toMatchObject([409, { code: "feed_limit", detail: expect.stringContaining("at most 50 open feeds. Revoke") }])
      expect((await collector("DELETE", `${tokens}/${first.id}`)).status).toBe(204)
      expect((await collector("POST", tokens)).status).toBe(200)
    })

    test("a token may be opened without a body; a deactivated user's opens nothing", async () => {
      const key = server.keyOf("leaver")
      const userId = await server.run(givenUser(key))
      const opened = (await callerOf(server.app, key)("POST", tokens)).as(NewFeedTokenBody)
      const rss = new URL(opened.rss_url ?? "").pathname
      expect((await server.anybody("GET", rss)).status).toBe(200)
      await server.run(setUserActive(userId, false))
      expect((await server.anybody("GET", rss)).status).toBe(404)
      for (const unknown of ["nonsense", "%00", "vf_"]) expect((await server.anybody("GET", `/feeds/${unknown}/rss`)).status).toBe(404)
      expect((await server.anybody("POST", tokens)).status).toBe(401)
    })
  })
}
