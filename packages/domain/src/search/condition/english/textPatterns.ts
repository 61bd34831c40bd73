import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"

const said = (words: Readonly<Record<string, string | undefined>>): string =>
  (words["double"] ?? words["single"] ?? words["curly"] ?? words["curlySingle"] ?? words["angle"] ?? "").trim()
const text = (mode: "contains" | "lacks"): ConditionPattern["read"] => (words) =>
  said(words) === "" ? null : { _tag: "Text", place, mode, text: said(words) }

const page = "(?:page|this page|text of (?:the|this) page|page's text) "
/** One page that says it is enough for a site that says it; one that does not is nothing for a site that does not. */
const site = "(?:page|this page|text of (?:the|this) page|page's text|website|this website|site) "
const quoted =
  "(?:the )?(?:(?:words?|text|phrase|string|message|label|status) )?(?:\"(?<double>[^\"“”]{1,200})\"|'(?<single>[^'’]{1,200})'|“(?<curly>[^“”\"]{1,200})”|‘(?<curlySingle>[^‘’]{1,200})’|«(?<angle>[^«»]{1,200})»)"
const onPage = "(?: (?:on|from|in) (?:the |this )?(?:page|website|site))?"

export const textPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "page no longer says",
    example: "the page no longer says \"coming soon\"",
    pattern: whole(
      `${page}(?:(?:no longer|does not|doesn't|doesn’t) (?:say|says|mention|mentions|contain|contains|show|shows|include|includes)|stops (?:saying|mentioning|showing)) ${quoted}`
    ),
    read: text("lacks")
  },
  {
    name: "page says",
    example: "the page says \"tickets on sale\"",
    pattern: whole(`(?:${site})?(?:says|said|mentions|contains|reads|shows|includes|displays|has|now says|now shows|starts (?:saying|showing)) ${quoted}`),
    read: text("contains")
  },
  {
    name: "words appear",
    example: "\"Applications open\" appears on the page",
    pattern: whole(`${quoted} (?:(?:appears?|shows up|is shown|is displayed|can be read)${onPage}|(?:is|are) (?:on|in) (?:the |this )?page)`),
    read: text("contains")
  },
  {
    name: "words disappear",
    example: "\"Coming soon\" disappears from the page",
    pattern: whole(`${quoted} (?:disappears?|is gone|is removed|(?:no longer|does not|doesn't|do not|don't) appears?|vanishes)${onPage}|${quoted} (?:is|are) (?:no longer|not) (?:on|in) (?:the |this )?page`),
    read: text("lacks")
  },
  {
    name: "page changes",
    example: "the page changes",
    pattern: whole("(?:page|this page|page content|page's content|content of (?:the|this) page|anything on (?:the|this) page|something on (?:the|this) page) (?:changes|changed|has changed|is changed)"),
    read: () => ({ _tag: "Changed", place })
  }
]
