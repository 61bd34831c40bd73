import { ConnectionFailed, HttpFetch, HttpFetchError, InvalidUrl } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync, statSync } from "node:fs"
import { extname, join, relative, resolve } from "node:path"
import type { CasePage } from "./LabelledCase.ts"

const types: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  rdf: "application/rdf+xml",
  feed: "application/xml",
  xml: "application/xml",
  sitemap: "application/xml",
  json: "application/json",
  jsonfeed: "application/feed+json",
  text: "text/plain",
  txt: "text/plain",
  md: "text/plain",
  plain: "text/plain"
}

const contentType = (page: CasePage): string => {
  const named = page.type?.trim().toLowerCase() ?? ""
  if (named.includes("/")) return page.type ?? ""
  return types[named] ?? types[extname(page.page ?? "").slice(1).toLowerCase()] ?? "text/html"
}

const withoutHash = (url: string): string => url.replace(/#.*$/, "")
const keyOf = (url: string): string => URL.canParse(url) ? withoutHash(new URL(url).href) : url

/** The file that a case names, in the set's folder or in its `pages`; null where it is none, or lies outside. */
export const fileOf = (folder: string, name: string): string | null =>
  [resolve(folder, name), resolve(folder, "pages", name)].find((file) => !relative(folder, file).startsWith("..") && statSync(file, { throwIfNoEntry: false })?.isFile() === true) ?? null

/** The missing files of a case: a set that is incomplete measures nothing. */
export const missingFiles = (folder: string, pages: ReadonlyArray<CasePage>): ReadonlyArray<string> =>
  pages.flatMap(({ page }) => page === null || fileOf(folder, page) !== null ? [] : [join(folder, page)])

/** A web that consists of these pages, each served under its URL; nothing else answers, and nothing leaves the machine. */
export const servedPages = (folder: string, pages: ReadonlyArray<CasePage>): Layer.Layer<HttpFetch> => {
  const byUrl = new Map(pages.map((page) => [keyOf(page.url), page]))
  const refuse = (url: string) => new HttpFetchError({ reason: new ConnectionFailed({ message: `Nothing answers at ${url}.` }) })
  return Layer.succeed(HttpFetch, HttpFetch.of({
    check: (url) =>
      URL.canParse(url) && /^https?:/.test(url)
        ? Effect.void
        : Effect.fail(new HttpFetchError({ reason: new InvalidUrl({ message: "The URL is malformed." }) })),
    fetch: ({ url }) =>
      Effect.suspend(() => {
        const page = byUrl.get(keyOf(url))
        const file = page?.page == null ? null : fileOf(folder, page.page)
        if (page === undefined || file === null) return Effect.fail(refuse(url))
        return Effect.try({
          try: () => ({ status: page.status ?? 200, headers: { "content-type": contentType(page) }, body: readFileSync(file), url: keyOf(url), latencyMs: 0 }),
          catch: () => refuse(url)
        })
      })
  }))
}
