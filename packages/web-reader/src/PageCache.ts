import type { IncomingResponse } from "@vedette/domain"

/** Bytes of answers that are kept, all together. */
const maxBytes = 16_000_000

/**
 * Answers that can be asked for again with "only if it changed" (RFC 9110, conditional requests). What does not fit any more is
 * forgotten oldest first: it is only asked for whole again.
 */
export const makePageCache = () => {
  const answers = new Map<string, IncomingResponse>()
  let bytes = 0
  const forget = (url: string) => {
    bytes -= answers.get(url)?.body.length ?? 0
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
      if (!isKept || answer.body.length > maxBytes || /no-store/i.test(answer.headers["cache-control"] ?? "")) return
      answers.set(url, answer)
      bytes += answer.body.length
      for (const [oldest] of answers) {
        if (bytes <= maxBytes) break
        forget(oldest)
      }
    }
  }
}
