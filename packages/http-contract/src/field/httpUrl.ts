import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** Longer addresses exist, but no page that a person would name has one. */
const MAX_LENGTH = 2_000

const isHttp = (text: string): boolean => /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text)

/** A password would be stored, shown with the task and quoted in messages; the reader refuses such an address anyway. */
const hasNoCredentials = (text: string): boolean => {
  if (!isHttp(text)) return true
  const { password, username } = new URL(text)
  return username === "" && password === ""
}

/** An http or https address without user name and password. Whether it may be reached is judged where it is fetched. */
export const httpUrl = Schema.String.check(
  Schema.makeFilter(isHttp, {
    ...saying({ type: "url_parsing", msg: "Input should be a valid http or https URL" }),
    toJsonSchema: () => [{ format: "uri" }, true]
  }),
  Schema.makeFilter(hasNoCredentials, {
    ...saying({ type: "url_parsing", msg: "URL should not contain a user name or password" }),
    toJsonSchema: () => [{}, true]
  }),
  Schema.isMaxCodePoints(
    MAX_LENGTH,
    saying({ type: "url_too_long", msg: `URL should have at most ${MAX_LENGTH} characters`, ctx: { max_length: MAX_LENGTH } })
  )
)
