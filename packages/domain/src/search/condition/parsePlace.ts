import * as Result from "effect/Result"
import { withoutCredentials } from "../withoutCredentials.ts"
import type { Place } from "./Condition.ts"
import type { ConditionCursor } from "./ConditionCursor.ts"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"

type Parsed<A> = Result.Result<A, ConditionSyntaxError>

const parseUrl = (cursor: ConditionCursor): Parsed<string | null> =>
  Result.gen(function*() {
    if (cursor.takeWord("page")) return null
    const token = cursor.peek()
    const url = yield* cursor.string("a URL in double quotes or the word page")
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      return yield* cursor.refuse("Expected a URL that starts with https:// or http://", {
        ...token,
        text: JSON.stringify(withoutCredentials(url))
      })
    }
    // A condition is stored, shown and quoted in messages: a password has no place in it, and the reader would refuse it.
    if (new URL(url).username !== "" || new URL(url).password !== "") {
      return yield* Result.fail(new ConditionSyntaxError({
        message: `Expected a URL without a user name or password at character ${token.offset + 1}.`,
        offset: token.offset,
        suggestion: null
      }))
    }
    return url
  })

/** `("https://…", "css or /json/pointer")`; nothing at all is the whole of each of the task's pages. */
export const parsePlace = (cursor: ConditionCursor): Parsed<Place> =>
  Result.gen(function*() {
    if (!cursor.takeSymbol("(")) return { url: null, selector: null }
    const url = yield* parseUrl(cursor)
    const selector = cursor.takeSymbol(",") ? yield* cursor.string("a CSS selector or a JSON pointer in double quotes") : null
    yield* cursor.symbol(")")
    return { url, selector }
  })

/** `of "Koda 2"`: the thing that is meant, where a page may speak of several. */
export const parseOf = (cursor: ConditionCursor): Parsed<string | null> =>
  cursor.takeWord("of") ? cursor.string("the name of the thing, in double quotes") : Result.succeed(null)
