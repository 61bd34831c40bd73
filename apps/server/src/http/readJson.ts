import type { Violation } from "@vedette/http-contract"
import * as Result from "effect/Result"
import type { IncomingHttpHeaders } from "node:http"
import { RequestInvalid, UnsupportedMediaType } from "./requestErrors.ts"

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Absent counts as JSON, and so does every `+json`; what names something else is not guessed at. */
const isJson = (mediaType: string): boolean => mediaType === "" || /^application\/(?:[\w.-]+\+)?json$/.test(mediaType)

const charset = /;\s*charset\s*=\s*"?([^";]*)/i

/** The codings applied to a body; `identity` is none. */
const codingsIn = (header: string | undefined): ReadonlyArray<string> =>
  (header ?? "").split(",").map((coding) => coding.trim().toLowerCase()).filter((coding) => coding !== "" && coding !== "identity")

/** What a client said of its body may be long and is told back to it. */
const EXCERPT = 100

/** What keeps a body from being read at all, going by what is said of it. */
const unsupported = (headers: IncomingHttpHeaders): UnsupportedMediaType | null => {
  const refuse = (part: UnsupportedMediaType["part"], given: string) =>
    new UnsupportedMediaType({ part, given: given.slice(0, EXCERPT) })
  const type = headers["content-type"] ?? ""
  const mediaType = type.split(";", 1)[0]!.trim().toLowerCase()
  if (!isJson(mediaType)) return refuse("media type", mediaType)
  const name = charset.exec(type)?.[1]?.trim() ?? "utf-8"
  if (!/^utf-?8$/i.test(name)) return refuse("charset", name)
  const codings = codingsIn(headers["content-encoding"])
  return codings.length === 0 ? null : refuse("content encoding", headers["content-encoding"] ?? "")
}

const notJson = (why: string): Violation => ({
  loc: ["body"],
  msg: "JSON decode error",
  type: "json_invalid",
  ctx: { error: why }
})

/** The JSON of a request body; `undefined` where there is no body. */
export const readJson = (
  raw: unknown,
  headers: IncomingHttpHeaders
): Result.Result<unknown, RequestInvalid | UnsupportedMediaType> => {
  if (!(raw instanceof Uint8Array) || raw.length === 0) return Result.succeed(undefined)
  const refusal = unsupported(headers)
  if (refusal !== null) return Result.fail(refusal)
  return Result.try({
    try: () => JSON.parse(utf8.decode(raw)) as unknown,
    catch: (error) =>
      new RequestInvalid({ violations: [notJson(error instanceof SyntaxError ? error.message : "The body is not UTF-8")] })
  })
}
