import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** Longer addresses exist, but no page that a person would name has one. */
const MAX_LENGTH = 2_000

const isHttp = (text: string): boolean => /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text)

/** An http or https address. Whether it may be reached is judged where it is fetched. */
export const httpUrl = Schema.String.check(
  Schema.makeFilter(isHttp, {
    ...saying({ type: "url_parsing", msg: "Input should be a valid http or https URL" }),
    toJsonSchema: () => [{ format: "uri" }, true]
  }),
  Schema.isMaxCodePoints(
    MAX_LENGTH,
    saying({ type: "url_too_long", msg: `URL should have at most ${MAX_LENGTH} characters`, ctx: { max_length: MAX_LENGTH } })
  )
)
