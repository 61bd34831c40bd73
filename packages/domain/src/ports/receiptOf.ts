import { cutText } from "./cutText.ts"
import type { IncomingResponse } from "./HttpFetch.ts"
import type { Receipt } from "./Notifier.ts"

/** The promise of `Receipt`. */
const excerptLength = 500

/** What is kept of an HTTP answer to a delivery, whatever it means. */
export const receiptOf = ({ body, status }: IncomingResponse): Receipt => ({
  httpStatus: status,
  responseExcerpt: cutText(
    // PostgreSQL's text has no NUL, and a log line is no place for the rest of the controls.
    new TextDecoder().decode(body).replace(/[^\P{Cc}\t\n\r]/gu, "\ufffd"),
    excerptLength
  )
})
