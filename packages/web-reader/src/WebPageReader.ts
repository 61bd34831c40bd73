import {
  HttpFetch,
  type HttpFetchError,
  type IncomingResponse,
  PageBlocked,
  PageReader,
  PageReaderError,
  type PageReaderReason,
  PageRefused,
  PageTimedOut
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { decodeText } from "./decodeText.ts"
import type { DocumentContent } from "./DocumentContent.ts"
import { makeDocumentParser } from "./DocumentParser.ts"
import { isSelector } from "./isSelector.ts"
import { isPointer, isValidPointer } from "./jsonPointer.ts"
import { makePageCache } from "./PageCache.ts"
import { pageOfContent } from "./pageOfContent.ts"
import { pageReaderReason, statusReason } from "./pageReaderReason.ts"
import type { DocumentRequest } from "./readDocument.ts"
import { makeRobotsRules } from "./RobotsRules.ts"
import { takingTurns } from "./takingTurns.ts"

export interface WebPageReaderOptions {
  /**
   * How the reader introduces itself; its first word is what robots.txt rules are looked up by. Name a way to reach you where
   * you run it for others. Default `Vedette/0.1 (page watcher)`.
   */
  readonly userAgent?: string
  /** Sent as `Accept-Language`: sites choose language and currency by it. Default `en`. */
  readonly acceptLanguage?: string
  /** Requests under way to one host at most; the others wait their turn. Default 2. */
  readonly perHost?: number
}

/** `search.md`'s bounds for a page: what takes longer, weighs more or is farther away is not watched. */
const bounds = { timeoutMs: 10_000, maxBytes: 2_000_000, maxRedirects: 3 }

const accept = "text/html,application/xhtml+xml,application/atom+xml;q=0.9,application/rss+xml;q=0.9,application/json;q=0.9,text/plain;q=0.8,*/*;q=0.1"

/** Pages that send on by themselves do so once or twice; more is a loop. */
const maxRefreshes = 2

const kindOf = (contentType: string, bytes: Uint8Array): DocumentRequest["kind"] | "binary" => {
  const type = (contentType.split(";")[0] ?? "").trim().toLowerCase()
  // A NUL in the first kilobyte is in no text but UTF-16, which says so in its charset or byte order mark.
  const isBinary = bytes.subarray(0, 1_024).includes(0) && !/utf-?16/i.test(contentType) && !(bytes[0] === 0xff || bytes[0] === 0xfe)
  if (isBinary) return "binary"
  const start = new TextDecoder().decode(bytes.subarray(0, 400)).trimStart()
  // Feeds and JSON are served as anything.
  const isFeed = /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,200}?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]/i.test(start)
  if (isFeed) return "xml"
  if (type === "application/json" || type.endsWith("+json")) return "json"
  if (type === "text/html" || type === "application/xhtml+xml") return "html"
  if (type === "application/xml" || type === "text/xml" || type.endsWith("+xml")) return "xml"
  if (type === "" || type === "text/plain") return /^<(?:!doctype html|html)/i.test(start) || (type === "" && start.startsWith("<")) ? "html" : /^[[{]/.test(start) ? "json" : "plain"
  return type.startsWith("text/") || type === "application/javascript" ? "plain" : "binary"
}

/** `PageReader` over `HttpFetch`: HTML, feeds, sitemaps, JSON and plain text, robots.txt honoured. */
const layer = (options: WebPageReaderOptions = {}): Layer.Layer<PageReader, never, HttpFetch> =>
  Layer.effect(
    PageReader,
    Effect.gen(function*() {
      const http = takingTurns(yield* HttpFetch, options.perHost ?? 2)
      const userAgent = options.userAgent ?? "Vedette/0.1 (page watcher)"
      const robots = yield* makeRobotsRules(http, userAgent)

      const askLeave = Effect.fnUntraced(function*(url: URL) {
        if (yield* robots.isAllowed(url)) return
        return yield* new PageRefused({ message: `The robots.txt of ${url.hostname} asks not to read this page.` })
      })

      const cache = makePageCache()
      const parser = yield* makeDocumentParser

      const fetchPage = Effect.fnUntraced(function*(url: string) {
        // Checked before robots.txt is asked for: the origin of a bad URL is not to be asked for anything.
        yield* http.check(url)
        const asked = new URL(url)
        yield* askLeave(asked)
        const answer = yield* http.fetch({
          ...bounds,
          url,
          headers: { "user-agent": userAgent, accept, "accept-language": options.acceptLanguage ?? "en", ...cache.conditions(url) }
        })
        const answered = new URL(answer.url)
        if (answered.href !== asked.href) yield* askLeave(answered)
        const kept = answer.status === 304 ? cache.get(url) : null
        if (kept !== null) return kept
        const refusal = statusReason(answer.status, answer.headers, DateTime.toEpochMillis(yield* DateTime.now))
        if (refusal !== null) return yield* refusal
        cache.put(url, answer)
        return answer
      })

      const takeApart = Effect.fnUntraced(function*(url: string, answer: IncomingResponse, selectors: ReadonlyArray<string>) {
        const contentType = answer.headers["content-type"] ?? ""
        const kind = kindOf(contentType, answer.body)
        if (kind === "binary") {
          return yield* new PageRefused({ message: `The source is not a text document (${contentType.slice(0, 80) || "binary"}).` })
        }
        const source = decodeText(answer.body, contentType)
        const outcome = yield* parser.parse({ source, kind, selectors, asked: url, answered: answer.url })
        switch (outcome._tag) {
          case "Content":
            return outcome.content
          case "Refused":
            return yield* new PageRefused({ message: outcome.message })
          case "Blocked":
            return yield* new PageBlocked({ message: outcome.message })
          case "TimedOut":
            return yield* new PageTimedOut({ message: outcome.message })
        }
      })

      const readOne = Effect.fnUntraced(function*(url: string, selectors: ReadonlyArray<string>) {
        let at = url
        for (let sent = 0;; sent++) {
          const answer = yield* fetchPage(at)
          const content = yield* takeApart(at, answer, selectors)
          if (content.rest === "lost") cache.forget(at)
          if (content.refresh === null || content.refresh === at || content.refresh === answer.url) return { answer, content }
          if (sent >= maxRefreshes) return yield* new PageRefused({ message: "The page sends its visitors on and on." })
          at = content.refresh
        }
      })

      /** The entries of the first of a page's feeds that can be read; a page without one is not asked again. */
      const withFeed = Effect.fnUntraced(function*(content: DocumentContent) {
        for (const feed of content.feeds.slice(0, 2)) {
          const read = yield* Effect.option(readOne(feed, []))
          if (Option.isNone(read) || read.value.content.entries === null) continue
          const { blocks, entries, rest } = read.value.content
          return { ...content, entries, rest: content.rest ?? rest, blocks: [...content.blocks, ...blocks], roles: [...content.roles, ...blocks.map(() => "main" as const)] }
        }
        return content
      })

      const readPage = Effect.fnUntraced(function*(request: Parameters<PageReader["Service"]["read"]>[0]) {
        const invalid = request.selectors.find((selector) => !(isPointer(selector) ? isValidPointer(selector) : isSelector(selector)))
        // Before anything is asked for: the page cannot mend it.
        if (invalid !== undefined) {
          const kind = isPointer(invalid) ? "a valid JSON pointer" : "valid CSS"
          return yield* new PageRefused({ message: `The selector ${JSON.stringify(invalid.slice(0, 100))} is not ${kind}.` })
        }
        const { answer, content: own } = yield* readOne(request.url, request.selectors)
        const content = request.feed === true ? yield* withFeed(own) : own
        if (content.blocks.length === 0 && content.offers.length === 0 && content.entries === null) {
          return yield* new PageRefused({ message: "The source is an empty document." })
        }
        return pageOfContent(content, { url: request.url, finalUrl: answer.url, readAt: yield* DateTime.now, bytes: answer.body.length })
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
