import * as Result from "effect/Result"
import { withoutCredentials } from "../withoutCredentials.ts"
import type { Place } from "./Condition.ts"
import type { ConditionCursor } from "./ConditionCursor.ts"
import type { ConditionToken } from "./tokenizeCondition.ts"
import { ConditionSyntaxError } from "./ConditionSyntaxError.ts"

type Parsed<A> = Result.Result<A, ConditionSyntaxError>

/** What people call the task's own sources; `page` is the one that is printed. */
const ownSources = ["page", "src", "source", "feed", "url", "site", "json", "document"]

const urlOf = (cursor: ConditionCursor, token: ConditionToken): Parsed<string> =>
  Result.gen(function*() {
    const url = token.value
    if (!URL.canParse(url)) {
      return yield* cursor.refuse("Expected a URL that starts with https:// or http://", { ...token, text: JSON.stringify(withoutCredentials(url)) })
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

const selectorWords = "a CSS selector or a JSON pointer in double quotes"

/**
 * `("https://…", "css or /json/pointer")`; nothing at all is the whole of each of the task's pages. A selector alone, which no URL
 * looks like, is one in the task's own pages.
 */
export const parsePlace = (cursor: ConditionCursor): Parsed<Place> =>
  Result.gen(function*() {
    if (!cursor.takeSymbol("(")) return { url: null, selector: null }
    const own = ownSources.some((word) => cursor.takeWord(word))
    const token = cursor.peek()
    const first = own ? null : yield* cursor.string("a URL in double quotes or the word page")
    const isUrl = first !== null && /^https?:\/\//i.test(first)
    if (first !== null && !isUrl && !/^(?:[.#/[*]|[a-z][\w-]*(?:[.#[> ]|:(?!\/))|(?:h[1-6]|p|span|div|main|body|title|table|td|li|time|strong|b)$)/i.test(first)) {
      return yield* cursor.refuse("Expected a URL that starts with https:// or http://", { ...token, text: JSON.stringify(withoutCredentials(first)) })
    }
    const url = isUrl ? yield* urlOf(cursor, token) : null
    const selector = first !== null && !isUrl ? first : cursor.takeSymbol(",") ? yield* cursor.string(selectorWords) : null
    yield* cursor.symbol(")")
    return { url, selector }
  })

/** `of "Koda 2"`: the thing that is meant, where a page may speak of several. */
export const parseOf = (cursor: ConditionCursor): Parsed<string | null> =>
  cursor.takeWord("of") ? cursor.string("the name of the thing, in double quotes") : Result.succeed(null)
