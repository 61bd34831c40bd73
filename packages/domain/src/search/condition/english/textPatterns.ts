import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { wordsOf } from "./entryPatterns.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

const said = (words: Readonly<Record<string, string | undefined>>): string =>
  (words["double"] ?? words["single"] ?? words["curly"] ?? words["curlySingle"] ?? words["angle"] ?? "").trim()
const text = (mode: "contains" | "lacks"): ConditionPattern["read"] => (words) =>
  said(words) === "" ? null : { _tag: "Text", place, mode, text: said(words) }

const page = "(?:page|this page|text of (?:the|this) page|page's text) "
/** One page that says it is enough for a site that says it; one that does not is nothing for a site that does not. */
const site = "(?:page|this page|text of (?:the|this) page|page's text|website|this website|site) "
const quoted =
  "(?:the )?(?:(?:words?|text|phrase|string|message|label|status) )?(?:\"(?<double>[^\"“”]{1,200})\"|'(?<single>[^'’]{1,200})'|“(?<curly>[^“”\"]{1,200})”|‘(?<curlySingle>[^‘’]{1,200})’|«(?<angle>[^«»]{1,200})»)"
/** Two of them: their groups are numbered, as no name may stand twice. */
const twice = "\"([^\"“”]{1,200})\"|“([^“”\"]{1,200})”|'([^'’]{1,200})'"
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
    name: "page says both",
    example: "the page says \"registration\" and \"is open\"",
    pattern: whole(`(?:${page}|website |site )(?:says|mentions|contains|shows|includes) (?:both )?(?<first>${twice}) and (?<second>${twice})`),
    read: ({ first, second }) => ({
      _tag: "And",
      operands: [first, second].map((words) => ({ _tag: "Text", place, mode: "contains", text: (words ?? "").slice(1, -1).trim() }))
    })
  },
  {
    name: "page names",
    example: "the page mentions Ada Munro",
    pattern: whole(`${page}(?:mentions|lists|names|now mentions|now lists) (?<subject>${subjectSource})|(?<subject2>${subjectSource}) (?:is|are) (?:mentioned|listed|named) on (?:the|this) (?:page|list|site|website)`),
    read: (words) => {
      const phrase = words["subject"] ?? words["subject2"] ?? ""
      const subject = subjectPhrase(phrase)
      // A few words in small letters stand for themselves; what stands for another thing ("it") is none.
      const plain = wordsOf(phrase)
      const named = subject === null ? plain?._tag === "Words" ? plain.words : null : subject.of
      return named === null ? null : { _tag: "Text", place, mode: "contains", text: named }
    }
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
    pattern: whole("(?:page|this page|page content|page's content|content of (?:the|this) page|(?:any|some)thing(?: on (?:the|this) page)?) (?:changes|changed|has changed|is changed|is updated|gets updated)(?: (?:on|in) (?:the|this) page)?|there is (?:a|any) change (?:on|to|in) (?:the|this) page"),
    read: () => ({ _tag: "Changed", place })
  }
]
