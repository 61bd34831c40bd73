import type { KeptAnswer } from "@vedette/domain"
import type { Auth, Route } from "@vedette/http-contract"
import * as Schema from "effect/Schema"
import type { Answer } from "./Answer.ts"
import { entityTag } from "./entityTag.ts"
import { lastModifiedOf } from "./lastModified.ts"
import { nextPageLink } from "./nextPageLink.ts"

/** An answer as it goes out now, and as it may go out again: without what is shown once. */
export interface EncodedAnswer {
  readonly now: KeptAnswer
  readonly kept: KeptAnswer
}

/** The encoder of a route's answers. */
export const encodeAnswer = <P, Q, B, R, A extends Auth>({ conditional, method, success }: Route<P, Q, B, R, A>) => {
  const encode = success.body === null ? null : Schema.encodeSync(success.body)
  const { mediaType = "application/json" } = success
  const isJson = mediaType.endsWith("json")
  const textOf = (encoded: unknown) => isJson ? JSON.stringify(encoded) : String(encoded)

  return (answer: Answer<R>, baseUrl: string, requestUrl: string): EncodedAnswer => {
    const status = answer.status ?? success.status
    const headers: Record<string, string> = {
      ...(answer.total === undefined ? {} : { "x-total-count": String(answer.total) }),
      ...(answer.next === undefined ? {} : { link: nextPageLink(baseUrl, requestUrl, answer.next) }),
      ...(answer.lastModified === undefined ? {} : { "last-modified": lastModifiedOf(answer.lastModified) })
    }
    if (encode === null) {
      const bare = { status, headers: { ...headers, "cache-control": "no-store" }, body: null }
      return { now: bare, kept: bare }
    }
    const text = textOf(encode(answer.body))
    const kept: KeptAnswer = {
      status,
      headers: {
        ...headers,
        "cache-control": method === "GET" ? "private, no-cache" : "no-store",
        "content-type": `${mediaType}; charset=utf-8`,
        ...(conditional || answer.version !== undefined ? { etag: entityTag(text, answer.version) } : {})
      },
      body: text
    }
    const now = answer.secret === undefined ? kept : { ...kept, body: textOf(encode({ ...answer.body, ...answer.secret })) }
    return { now, kept }
  }
}
