import { assert, describe, it } from "@effect/vitest"
import { PageReader } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { WebPageReader } from "../src/index.ts"
import { type CannedAnswer, webOf } from "./webOf.ts"

const url = "https://shop.example/p"
const json = (value: unknown): CannedAnswer => ({ body: JSON.stringify(value), headers: { "content-type": "application/json" } })

const reading = (answers: Readonly<Record<string, CannedAnswer>>, selectors: ReadonlyArray<string> = []) => {
  const web = webOf(answers)
  const read = PageReader.use((reader) => reader.read({ url, selectors })).pipe(Effect.provide(WebPageReader.layer()), Effect.provide(web.layer))
  return { web, read }
}

describe("JSON", () => {
  it.effect("a JSON pointer selects in it, own properties only", () =>
    Effect.gen(function*() {
      const value = { users: { active: 512, "a/b": [{ "c~d": "x" }] }, "": 1 }
      const pointers = ["/users/active", "/users/a~1b/0/c~0d", "/users/none", "/users/a~1b/length", "/__proto__/toString", "/", ".css"]
      const { selections } = yield* reading({ [url]: json(value) }, pointers).read
      assert.deepStrictEqual(pointers.map((pointer) => selections[pointer]?.text ?? null), ["512", "x", null, null, null, "1", null])
    }))

  it.effect("a pointer that is none is refused by its name", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(reading({ [url]: json({}) }, ["/a~2"]).read)
      assert.include(error.message, "not a valid JSON pointer")
    }))

  it.effect.each([
    ["GitHub's release", { tag_name: "v4.1.0", prerelease: false }, ["v4.1.0"]],
    ["GitHub's list", [{ tag_name: "v5.0.0", prerelease: true }, { tag_name: "v5.0.0-rc.1", prerelease: true }, { tag_name: "v4.1.0" }, { tag_name: "v6.0.0", draft: true }], ["v5.0.0-rc.1", "v4.1.0"]],
    ["a list of several things' releases", [{ tag_name: "core@4.1.0" }, { tag_name: "cli@9.0.0" }], []],
    ["GitHub's candidate", { tag_name: "v5.0.0", prerelease: true }, []],
    ["npm's package", { name: "effect", "dist-tags": { latest: "4.1.0", beta: "5.0.0-beta.1" }, version: "x" }, ["4.1.0", "5.0.0-beta.1"]],
    ["endoflife.date", [{ cycle: "4", latest: "4.1.0", eol: false }, { cycle: "3", latest: "3.9.2", eol: "2025-01-01" }], ["4.1.0", "3.9.2"]],
    ["Node's index", [{ version: "v23.1.0", lts: false }, { version: "v22.4.0", lts: "Jod" }], ["v23.1.0", "v22.4.0"]],
    ["Go's index", [{ version: "go1.25rc2", stable: false }, { version: "go1.24.2", stable: true }], ["1.25rc2", "1.24.2"]],
    ["RubyGems' list", [{ number: "7.2.0.rc1", prerelease: true }, { number: "7.1.4", prerelease: false }], ["7.2.0.rc1", "7.1.4"]],
    ["a list with channels", [{ version: "131.0", channel: "beta" }, { version: "130.0", channel: "stable" }], ["130.0"]],
    ["Packagist's package", { packages: { "moss/router": [{ name: "moss/router", version: "v3.2.1" }, { version: "v3.2.0" }] } }, ["v3.2.1", "v3.2.0"]],
    ["a thing with its releases", { id: "a.b", releases: [{ version: "3.4.0", type: "stable" }, { version: "3.5.0", type: "development" }] }, ["3.4.0"]],
    ["a text's revisions", [{ version: "7", editedBy: "a" }, { version: "6", editedBy: "b" }], []],
    ["tags", [{ name: "v0.9.12", commit: { sha: "a" } }], ["v0.9.12"]],
    ["a list of packages", [{ name: "a", version: "1.0" }, { name: "b", version: "2.0" }], []],
    ["names that are no tags", [{ name: "Koda 2" }, { name: "Koda 3" }], []],
    ["a list that is not endoflife.date's", [{ cycle: "4", latest: "4.1.0" }], []],
    ["Docker Hub's tags", { results: [{ name: "latest", tag_status: "active" }, { name: "4.1-alpine", tag_status: "active" }, { name: "4.1", tag_status: "active" }, { name: "3.0", tag_status: "inactive" }] }, ["4.1"]],
    ["PyPI's project whose newest is a candidate", { info: { name: "koda", version: "3.0rc1" }, releases: { "2.9": [{ yanked: false }], "2.9.1": [{ yanked: true }], "3.0rc1": [{ yanked: false }] } }, ["3.0rc1", "2.9", "3.0rc1"]],
    ["PyPI's project", { info: { name: "koda", version: "2.3" } }, ["2.3"]]
  ] as ReadonlyArray<readonly [string, unknown, Array<string>]>)("%s says which version is out", ([, value, versions]) =>
    Effect.gen(function*() {
      const page = yield* reading({ [url]: json(value) }).read
      assert.deepStrictEqual(page.versions?.map(({ version }) => version), versions)
    }))
})

describe("HTML", () => {
  it.effect("what visitors wrote and what stands beside the page are told apart from its own text", () =>
    Effect.gen(function*() {
      const body = `<h1>Koda 2</h1><p>Ours.</p><section class="product-reviews"><p>Theirs.</p></section>
        <div id="related-products"><p>Other.</p></div><aside>Ad.</aside><h2>More <i>of us</i></h2><p>Ours again.</p>`
      const page = yield* reading({ [url]: { body } }).read
      assert.deepStrictEqual(page.blocks.map((block, index) => [block, page.roles?.[index]]), [
        ["Koda 2", "main"], ["Ours.", "main"], ["Theirs.", "remark"], ["Other.", "aside"], ["Ad.", "aside"], ["More of us", "main"], ["Ours again.", "main"]
      ])
      assert.deepStrictEqual([page.headings, page.sections], [["Koda 2"], ["More of us"]])
    }))

  it.effect("text that is struck out, or hidden by the page's own style sheet, is not on it", () =>
    Effect.gen(function*() {
      const body = `<style>.ghost, #gone {display:none} @media print {.menu {display:none}}</style><p><del>$399</del> $279</p>
        <p class="big ghost">a</p><p id=gone>b</p><p class=menu>Menu</p><p style="opacity: 0">c</p><p style="font-size:0px">d</p><p style="position:absolute;left:-9999px">e</p>
        <p style="opacity:0.9">Seen</p>`
      assert.deepStrictEqual((yield* reading({ [url]: { body } }).read).blocks, ["$279", "Menu", "Seen"])
    }))

  it.effect.each([
    ["for those without scripts", "<noscript><style>.now{display:none}</style></noscript>"],
    ["in a template", "<template><style>.now{display:none}</style></template>"],
    ["on paper", "<style media=print>.now{display:none}</style>"],
    ["on paper, by a longer query", "<style media='print and (orientation: landscape)'>.now{display:none}</style>"],
    ["on a telephone", "<style media='only screen and (max-width: 600px)'>.now{display:none}</style>"],
    ["on no screen", "<style media='not screen'>.now{display:none}</style>"]
  ])("what is hidden %s is seen", ([_where, style]) =>
    Effect.gen(function*() {
      const page = yield* reading({ [url]: { body: `${style}<p>Koda</p><p class=now>Sold out</p>` } }).read
      assert.deepStrictEqual(page.blocks, ["Koda", "Sold out"])
    }))

  it.effect.each(["", "media=all", "media=screen", "media='print, only screen'"])("what is hidden on a screen is not: %s", (media) =>
    Effect.gen(function*() {
      const page = yield* reading({ [url]: { body: `<style ${media}>.then{display:none}</style><p>Koda</p><p class=then>Sold out</p>` } }).read
      assert.deepStrictEqual(page.blocks, ["Koda"])
    }))

  it.effect("dates, versions and the canonical address are read from its structured data", () =>
    Effect.gen(function*() {
      const facts = [
        { "@type": "Event", name: "Tour", startDate: "2026-05-01T20:00", eventStatus: "https://schema.org/EventScheduled" },
        { "@type": "Event", name: "Off", startDate: "2026-06-01", eventStatus: "https://schema.org/EventCancelled" },
        { "@type": "SoftwareApplication", name: "Koda", softwareVersion: "4.1.0" }
      ]
      const body = `<link rel=canonical href="/koda"><meta property="article:published_time" content="2026-03-01T10:00:00Z">
        <script type="application/ld+json">${JSON.stringify(facts)}</script><p>Some text about it.</p>`
      const page = yield* reading({ [url]: { body } }).read
      assert.deepStrictEqual(page.dates?.map(({ at, kind }) => [kind, at]), [["event", "2026-05-01T20:00"], ["published", "2026-03-01T10:00:00Z"]])
      assert.deepStrictEqual(page.versions?.map(({ name, version }) => [name, version]), [["Koda", "4.1.0"]])
      assert.strictEqual(page.canonicalUrl, "https://shop.example/koda")
    }))

  it.effect("a page that sends on is followed twice and no further", () =>
    Effect.gen(function*() {
      const refresh = (to: string) => ({ body: `<meta http-equiv="Refresh" content="0; URL='${to}'">` })
      const page = yield* reading({ [url]: refresh("/b"), "https://shop.example/b": { body: "<p>Here it is.</p>" } }).read
      assert.strictEqual(page.finalUrl, "https://shop.example/b")
      const loop = reading({ [url]: refresh("/b"), "https://shop.example/b": refresh("/c"), "https://shop.example/c": refresh("/p") })
      assert.include((yield* Effect.flip(loop.read)).message, "on and on")
    }))

  it.effect("a page that sends on after more than five seconds shows something until then, and is read", () =>
    Effect.gen(function*() {
      const slow = (seconds: number) => ({ body: `<meta http-equiv=refresh content="${seconds}; url=/b"><p>Sold out.</p>` })
      assert.strictEqual((yield* reading({ [url]: slow(6) }).read).text, "Sold out.")
      assert.strictEqual((yield* reading({ [url]: slow(5), "https://shop.example/b": { body: "<p>Here it is.</p>" } }).read).text, "Here it is.")
    }))

  it.effect("a page that sends its visitors to itself is a page, under the address that was asked for or the one that answers", () =>
    Effect.gen(function*() {
      const moved = "https://shop.example/moved"
      const to = (address: string) => ({ body: `<meta http-equiv=refresh content="5; url=${address}"><p>Sold out.</p>` })
      for (const itself of [to(url), { ...to(moved), url: moved }]) {
        const { read, web } = reading({ [url]: itself })
        assert.strictEqual((yield* read).text, "Sold out.")
        assert.lengthOf(web.asked.filter((request) => !request.url.endsWith("robots.txt")), 1)
      }
    }))

  it.effect.each<readonly [string, string, string]>([
    ["Page not found | Shop", "<p>Sorry, we could not find what you look for.</p>", "no such page"],
    ["Scheduled maintenance", "<p>We are working on it.</p>", "maintenance"],
    ["Shop", "<p>We value your privacy. We and our 812 partners use cookies and similar. Accept all, Reject all, Manage options</p>", "consent"],
    ["Shop", "<div class=cookie-banner><p>We use cookies.</p><button>Accept all</button></div><nav>Home</nav><footer>© 2026 Shop Ltd, all rights reserved.</footer>", "consent"],
    ["Log in | College", "<p>Sign in to see your results.</p><input type=email><input type=password>", "login"],
    ["Harbour Marathon", "<h1>Oops!</h1><p>We can't seem to find the page you're looking for.</p>", "no such page"],
    ["Ticket shop", "<h1>We are experiencing high demand</h1><p>This page will refresh automatically.</p>", "wait"],
    ["Bote", "<p>Mit Ihrer Zustimmung verwenden wir und 214 Partner Cookies.</p><button>Alle akzeptieren</button><p>Oder werbefrei lesen mit dem Abo für 3,99 € im Monat.</p>", "consent"],
    ["Single sign-on", "<p>You are about to enter the exam results service.</p><input type=password>", "login"],
    ["Student portal", "<h1>Session expired</h1><p>Please sign in again to see your exam results.</p>", "a notice"],
    ["429 Too Many Requests", "<p>The appointments calendar is busy.</p>", "maintenance"],
    ["Ferry bookings", "<p>Loading bookings…</p><footer>Ferry Company Ltd, all prices include taxes.</footer>", "loading"],
    ["Ticket office", "<h1>Back soon</h1><p>Tickets will be on sale again tomorrow.</p>", "maintenance"],
    ["Museum", "<h1>Website under construction</h1><p>Our new website will be with you shortly.</p>", "maintenance"],
    ["Museum", "<p>Are you 18 or older? You must confirm your age to enter.</p>", "wait"],
    ["Distillery", "<p>Are you of legal drinking age in your country? Yes, or no.</p>", "wait"],
    ["Museum", "<p>This domain is parked. Related: museums, tickets.</p>", "a notice"],
    ["Moved", "<p>We have a new website. You will find our permits at the new address.</p>", "no such page"],
    ["Permits", "<p>JavaScript is disabled in your browser. Please enable JavaScript to view this website.</p>", "human"],
    ["Sorry...", "<h1>We're sorry...</h1><p>Your computer or network may be sending automated queries.</p>", "human"],
    ["Application error", "<h1>Something went wrong</h1><p>An unexpected error has occurred. Please try again later.</p>", "went wrong"],
    ["Choose your country", "<h1>Select your region</h1><p>Please choose a country or region to see what is offered where you are.</p><ul><li>France<li>Spain</ul>", "wait"],
    ["Shop", "<p>We value your privacy. We and our 842 partners store and access information on a device. Accept all. Reject all.</p>", "consent"],
    ["College", "<h1>Sign in</h1><p>Sign in to see your results.</p><input type=password>", "login"]
  ])("“%s” with status 200 is not evidence", ([title, body, why]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(reading({ [url]: { body: `<title>${title}</title>${body}` } }).read)
      assert.strictEqual(error.reason._tag, "PageBlocked")
      assert.include(error.message, why)
    }))
})

describe("what stands on a page beside its text", () => {
  it.effect.each<readonly [string, string | undefined]>([
    ["<p>Subscribe to continue reading.</p>", "left_out"],
    ["<p>Already a subscriber? Log in</p>", "left_out"],
    ["<h2>You have reached your free article limit</h2>", "left_out"],
    ["<aside><p>Subscribe to continue reading our newsletter</p></aside>", undefined],
    ["<p>The union asked its members to subscribe to the letter and to keep reading what the council plans.</p>", undefined]
  ])("the rest of an article stands behind “%s”, or it does not", ([body, rest]) =>
    Effect.gen(function*() {
      const page = yield* reading({ [url]: { body: `<title>Rovers</title><h1>Rovers close in on Brandt</h1>${body}` } }).read
      assert.strictEqual(page.rest, rest)
    }))

  it.effect("a short page that asks for consent in a part of its own is a page, and the question is none of its words", () =>
    Effect.gen(function*() {
      const banner = "<div id=onetrust-banner-sdk><p>We use cookies to improve your visit.</p><button>Accept all</button></div>"
      const page = yield* reading({ [url]: { body: `${banner}<h1>Registration</h1><p>Registration for the Harbour Marathon 2026 is open, and places go quickly this year.</p>` } }).read
      assert.deepStrictEqual(page.roles, ["aside", "aside", "main", "main"])
    }))

  it.effect("letters of a pixel and of no colour are not read; a list of further articles is beside the page", () =>
    Effect.gen(function*() {
      const page = yield* reading({
        [url]: { body: `<p>Seen</p><p style="font-size:1px">a</p><p style="color: transparent">b</p><p style="font-size:1.2em">c</p><h2>Related</h2><p>Renewals open</p>` }
      }).read
      assert.deepStrictEqual([page.blocks, page.roles], [["Seen", "c", "Related", "Renewals open"], ["main", "main", "main", "aside"]])
    }))
})

describe("asking again", () => {
  it.effect("a page that has not changed is asked for by its tag, and read from what was kept", () =>
    Effect.gen(function*() {
      const page = (tag: string): CannedAnswer => ({ body: "<p>In stock</p>", headers: { "content-type": "text/html", etag: tag, "last-modified": "Tue, 03 Mar 2026 10:00:00 GMT" } })
      const answers: Record<string, CannedAnswer> = { [url]: page("\"1\"") }
      const web = webOf(answers)
      yield* Effect.gen(function*() {
        const reader = yield* PageReader
        const first = yield* reader.read({ url, selectors: [] })
        answers[url] = { status: 304, body: "" }
        const second = yield* reader.read({ url, selectors: ["p"] })
        assert.strictEqual(second.hash, first.hash)
        assert.strictEqual(second.selections["p"]?.text, "In stock")
        assert.deepInclude(web.asked.at(-1)?.headers, { "if-none-match": "\"1\"", "if-modified-since": "Tue, 03 Mar 2026 10:00:00 GMT" })
      }).pipe(Effect.provide(WebPageReader.layer()), Effect.provide(web.layer))
    }))
})

describe("hostile documents", () => {
  it.live("after one that was given up the next is read", () =>
    Effect.gen(function*() {
      const body = `<p>${"An honest sentence about headphones. ".repeat(2_000)}</p>`
      const deep = "https://shop.example/deep"
      const web = webOf({ [url]: { body }, [deep]: { body: "<b>".repeat(200_000) } })
      yield* Effect.gen(function*() {
        const reader = yield* PageReader
        yield* Effect.exit(reader.read({ url: deep, selectors: [] }))
        assert.include((yield* reader.read({ url, selectors: ["p"] })).text, "honest")
      }).pipe(Effect.provide(WebPageReader.layer()), Effect.provide(web.layer))
    }))
})
