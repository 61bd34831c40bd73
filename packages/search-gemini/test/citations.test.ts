import { assert, it } from "@effect/vitest"
import { HttpFetch } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { hostileAddresses } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"
import { resolveCitations } from "../src/resolveCitations.ts"

const redirect = "https://vertexaisearch.cloud.google.com/grounding-api-redirect/abc"
const page = "https://koda.example/2?a=b"

const resolved = (url: string, responder?: Responder) =>
  Effect.gen(function*() {
    const web = yield* FakeWeb
    if (responder !== undefined) yield* web.serve(url, responder)
    const { unresolved, urls } = yield* resolveCitations(yield* HttpFetch, [url])
    assert.strictEqual(urls.length + unresolved, 1)
    return { urls, asked: (yield* web.requests).map(({ request }) => request.url) }
  }).pipe(Effect.provide(FakeWeb.layer))

it.effect("a redirect of Google's is followed one hop, without asking for the page", () =>
  Effect.map(resolved(redirect, respond.redirect(page)), ({ asked, urls }) => {
    assert.deepStrictEqual(urls, [page])
    assert.deepStrictEqual(asked, [redirect])
  }))

it.effect.each<[string, string, Responder | undefined]>([
  ["to a private address", redirect, respond.redirect("http://10.0.0.1/admin")],
  ["to a metadata address", redirect, respond.redirect("http://169.254.169.254/latest/meta-data/")],
  ["to another spelling of loopback", redirect, respond.redirect("http://0x7f.1/")],
  ["to another redirect of Google's", redirect, respond.redirect(`${redirect}d`)],
  ["to no URL", redirect, respond.redirect("/relative")],
  ["to a script", redirect, respond.redirect("javascript:alert(1)")],
  ["to a URL with a password", redirect, respond.redirect("https://user:pass@koda.example/")],
  ["that has expired", redirect, respond.status(404)],
  ["that answers with a page", redirect, respond.html("<p>Hello</p>")],
  ["that does not answer", redirect, respond.fail()],
  ["that never answers", redirect, undefined],
  ["over http", redirect.replace("https", "http"), respond.redirect(page)],
  ["elsewhere on Google's host", "https://vertexaisearch.cloud.google.com/other", respond.redirect(page)],
  ["that is a private address itself", "http://192.168.0.1/", undefined],
  ["that is no URL", "koda.example", undefined]
])("a citation %s is dropped", ([, url, responder]) =>
  Effect.map(resolved(url, URL.canParse(url) ? responder : undefined), ({ urls }) => assert.deepStrictEqual(urls, [])))

it.effect.each(hostileAddresses.map(({ url }) => url))("no citation leads to %j, as itself or by a redirect", (url) =>
  Effect.gen(function*() {
    const guard = yield* HttpFetch
    const answering = (location: string) =>
      HttpFetch.of({ ...guard, fetch: (request) => Effect.succeed({ status: 302, headers: { location }, body: new Uint8Array(), url: request.url, latencyMs: 0 }) })
    assert.deepStrictEqual(yield* resolveCitations(answering(url), [redirect, url]), { urls: [], unresolved: 2 })
  }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false }))))

it.effect("a citation of the page itself is taken as it is", () =>
  Effect.map(resolved(page), ({ asked, urls }) => {
    assert.deepStrictEqual(urls, [page])
    assert.isEmpty(asked)
  }))
