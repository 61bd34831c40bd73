import type { IncomingResponse } from "@vedette/domain"

/** Bytes of answers that are kept, all together. */
const maxBytes = 16_000_000

/** With its headers: a site may send 16 kB of them with a page of one letter. */
const sizeOf = (url: string, { body, headers }: IncomingResponse): number =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, url.length + body.length)

/**
 * Answers that can be asked for again with "only if it changed" (RFC 9110, conditional requests). What does not fit any more is
 * forgotten oldest first: it is only asked for whole again.
 */
export const makePageCache = () => {
  const answers = new Map<string, IncomingResponse>()
  let bytes = 0
  const forget = (url: string) => {
    const answer = answers.get(url)
    bytes -= answer === undefined ? 0 : sizeOf(url, answer)
    answers.delete(url)
  }
  return {
    /** For what turned out to be half an answer: that it has not changed since would make it half for ever. */
    forget,
    get: (url: string): IncomingResponse | null => answers.get(url) ?? null,
    /** What to send along, so that an unchanged page need not be sent back. */
    conditions: (url: string): Readonly<Record<string, string>> => {
      const headers = answers.get(url)?.headers
      const tag = headers?.["etag"]
      const changed = headers?.["last-modified"]
      return {
        ...(tag === undefined ? {} : { "if-none-match": tag }),
        ...(changed === undefined ? {} : { "if-modified-since": changed })
      }
    },
    put: (url: string, answer: IncomingResponse): void => {
      forget(url)
      const isKept = answer.status === 200 && (answer.headers["etag"] !== undefined || answer.headers["last-modified"] !== undefined)
      if (!isKept || sizeOf(url, answer) > maxBytes || /no-store/i.test(answer.headers["cache-control"] ?? "")) return
      answers.set(url, answer)
      bytes += sizeOf(url, answer)
      for (const [oldest] of answers) {
        if (bytes <= maxBytes) break
        forget(oldest)
      }
    }
  }
}
