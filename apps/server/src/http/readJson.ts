import type { Violation } from "@vedette/http-contract"
import * as Result from "effect/Result"
import { RequestInvalid, UnsupportedMediaType } from "./requestErrors.ts"

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Absent counts as JSON, and so does every `+json`; what names something else is not guessed at. */
const isJson = (mediaType: string): boolean => mediaType === "" || /^application\/(?:[\w.-]+\+)?json$/.test(mediaType)

const notJson = (why: string): Violation => ({
  loc: ["body"],
  msg: "JSON decode error",
  type: "json_invalid",
  ctx: { error: why }
})

/** The JSON of a request body; `undefined` where there is no body. */
export const readJson = (
  raw: unknown,
  contentType: string | undefined
): Result.Result<unknown, RequestInvalid | UnsupportedMediaType> => {
  if (!(raw instanceof Uint8Array) || raw.length === 0) return Result.succeed(undefined)
  const mediaType = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase()
  if (!isJson(mediaType)) return Result.fail(new UnsupportedMediaType({ mediaType: mediaType.slice(0, 100) }))
  return Result.try({
    try: () => JSON.parse(utf8.decode(raw)) as unknown,
    catch: (error) =>
      new RequestInvalid({ violations: [notJson(error instanceof SyntaxError ? error.message : "The body is not UTF-8")] })
  })
}
