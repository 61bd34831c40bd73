import { HttpFetch, type HttpFetchError, type Page, PageReader, PageReaderError, type PageReaderReason, PageRefused } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import { decodeText } from "./decodeText.ts"
import { isSelector } from "./isSelector.ts"
import { pageReaderReason, statusReason } from "./pageReaderReason.ts"
import { readHtml, readPlain } from "./readDocument.ts"
import { makeRobotsRules } from "./RobotsRules.ts"

export interface WebPageReaderOptions {
  /**
   * How the reader introduces itself; its first word is what robots.txt rules are looked up by. Name a way to reach you where
   * you run it for others. Default `Vedette/0.1 (page watcher)`.
   */
  readonly userAgent?: string
  /** Sent as `Accept-Language`: sites choose language and currency by it. Default `en`. */
  readonly acceptLanguage?: string
}

/** `search.md`'s bounds for a page: what takes longer, weighs more or is farther away is not watched. */
const bounds = { timeoutMs: 10_000, maxBytes: 2_000_000, maxRedirects: 3 }

const accept = "text/html,application/xhtml+xml,application/json;q=0.9,text/plain;q=0.8,*/*;q=0.1"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

type Kind = "html" | "json" | "plain" | "binary"

const kindOf = (contentType: string, bytes: Uint8Array): Kind => {
  const type = (contentType.split(";")[0] ?? "").trim().toLowerCase()
  // A NUL in the first kilobyte is in no text but UTF-16, which says so in its charset or byte order mark.
  const isBinary = bytes.subarray(0, 1_024).includes(0) && !/utf-?16/i.test(contentType) && !(bytes[0] === 0xff || bytes[0] === 0xfe)
  if (isBinary) return "binary"
  if (type === "text/html" || type === "application/xhtml+xml") return "html"
  if (type === "application/json" || type.endsWith("+json")) return "json"
  if (type === "application/xml" || type.endsWith("+xml") || type.startsWith("text/")) return "plain"
  if (type !== "") return "binary"
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 200))) ? "html" : "plain"
}

/** `PageReader` over `HttpFetch`: HTML, JSON and plain text, robots.txt honoured. */
const layer = (options: WebPageReaderOptions = {}): Layer.Layer<PageReader, never, HttpFetch> =>
  Layer.effect(
    PageReader,
    Effect.gen(function*() {
      const http = yield* HttpFetch
      const userAgent = options.userAgent ?? "Vedette/0.1 (page watcher)"
      const robots = yield* makeRobotsRules(http, userAgent)

      const askLeave = Effect.fnUntraced(function*(url: URL) {
        if (yield* robots.isAllowed(url)) return
        return yield* new PageRefused({ message: `The robots.txt of ${url.hostname} asks not to read this page.` })
      })

      const readPage = Effect.fnUntraced(function*(request: { readonly url: string; readonly selectors: ReadonlyArray<string> }) {
        const invalid = request.selectors.find((selector) => !isSelector(selector))
        // Before anything is asked for: the page cannot mend it.
        if (invalid !== undefined) {
          return yield* new PageRefused({ message: `The selector ${JSON.stringify(invalid.slice(0, 100))} is not valid CSS.` })
        }
        // Checked before robots.txt is asked for: the origin of a bad URL is not to be asked for anything.
        yield* http.check(request.url)
        const asked = new URL(request.url)
        yield* askLeave(asked)
        const answer = yield* http.fetch({
          ...bounds,
          url: request.url,
          headers: { "user-agent": userAgent, accept, "accept-language": options.acceptLanguage ?? "en" }
        })
        const answered = new URL(answer.url)
        if (answered.origin !== asked.origin) yield* askLeave(answered)
        const readAt = yield* DateTime.now
        const refusal = statusReason(answer.status, answer.headers, DateTime.toEpochMillis(readAt))
        if (refusal !== null) return yield* refusal

        const contentType = answer.headers["content-type"] ?? ""
        const kind = kindOf(contentType, answer.body)
        if (kind === "binary") {
          return yield* new PageRefused({ message: `The source is not a text document (${contentType.slice(0, 80) || "binary"}).` })
        }
        const source = decodeText(answer.body, contentType)
        const content = kind === "html"
          ? yield* readHtml(source, { selectors: request.selectors, asked, answered })
          : readPlain(source, kind === "json", request.selectors)
        if (content.blocks.length === 0 && content.offers.length === 0) {
          return yield* new PageRefused({ message: "The source is an empty document." })
        }
        const text = content.blocks.join("\n")
        const selections: Record<string, { readonly text: string; readonly hash: string } | null> = Object.create(null)
        for (const [selector, selected] of content.selected) {
          selections[selector] = selected === null ? null : { text: selected, hash: sha256(selected) }
        }
        const page: Page = {
          url: request.url,
          finalUrl: answer.url,
          title: content.title,
          readAt,
          hash: sha256(text),
          text,
          blocks: [...content.blocks],
          offers: content.offers,
          selections
        }
        return page
      })

      const reasonOf = (error: PageReaderReason | HttpFetchError): PageReaderReason =>
        error._tag === "HttpFetchError" ? pageReaderReason(error.reason) : error

      return PageReader.of({
        read: (request) =>
          readPage(request).pipe(
            Effect.mapError((error) => new PageReaderError({ url: request.url, reason: reasonOf(error) }))
          )
      })
    })
  )

export const WebPageReader = { layer }
