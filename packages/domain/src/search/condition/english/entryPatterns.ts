import type { Condition, EntryMatch } from "../Condition.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"

const quoted = /^(?:"([^"]{1,100})"|“([^”]{1,100})”|'([^']{1,100})')$/u

/** Words as they are: quoted, or so few that they can only be meant as they stand. */
export const wordsOf = (text: string): EntryMatch | null => {
  const phrase = text.trim()
  const [, double, curly, single] = quoted.exec(phrase) ?? []
  const said = double ?? curly ?? single
  if (said !== undefined) return { _tag: "Words", words: said }
  const words = phrase.replace(/^(?:the|a|an)\s+/iu, "").split(/\s+/)
  const isPlain = words.length <= 3 && words.every((word, index) => (word === "&" && index === 1) || /^[\p{L}\p{N}][\p{L}\p{N}.'’+#-]*$/u.test(word) && !/^(?:and|or|not|in|on|at|of|from|for|to|with|by|unless|if|maybe|yesterday|today|used|no|any|all|new|our|my|is|are|that|which|something|anything|how|why|when|what)$/iu.test(word))
  return isPlain ? { _tag: "Words", words: words.join(" ") } : null
}

const matchOf = (text: string): EntryMatch | null => {
  for (const [word, tag] of [[" and ", "All"], [" or ", "Any"]] as const) {
    const parts = text.split(word)
    if (parts.length === 1) continue
    const operands = parts.map((part) => wordsOf(part.replace(/^(?:both|either)\s+/iu, "")))
    return operands.every((one) => one !== null) && parts.length <= 4 ? { _tag: tag, operands } : null
  }
  return wordsOf(text)
}

const read: ConditionPattern["read"] = (words): Condition | null => {
  const matches = matchOf(words["words"] ?? "")
  return matches === null ? null : { _tag: "Entry", place, matches }
}

const entry = "(?:there is |there's )?(?:an? |any )?(?:new )?(?:post|blog post|entry|feed entry|article|item|feed item|story|headline|(?:podcast )?episode|announcement|news item|release note|paper|preprint|video|issue|notice|press release|advisory|review|interview|report|podcast)"
const appears = "(?:appears|(?:is|gets) (?:published|posted|added|released|uploaded|issued|out)|comes out|goes (?:live|up))"
const words = "(?<words>\\S.{0,120})"

/** Whose it is says the task's own pages; `feed` alone is the same. */
const whose = "(?:[\\p{L}\\p{N}-]{1,30}['’]s? )?"

/** Entries of a feed. On a page that is none, and names none, they decide nothing. */
export const entryPatterns: ReadonlyArray<ConditionPattern> = [
  {
    name: "an entry is published that mentions",
    example: "a new post about Koda is published",
    pattern: whole(`${entry} (?:about|mentioning|titled|with the title|containing) ${words} ${appears}`),
    read
  },
  {
    name: "a numbered one is published",
    example: "episode 42 is published",
    pattern: whole(`(?<words>(?:episode|issue|chapter|part|volume) \\d{1,5}) ${appears}`),
    read: ({ words }) => words === undefined ? null : { _tag: "Entry", place, matches: { _tag: "Words", words } }
  },
  {
    name: "the blog posts what mentions",
    example: "the blog posts about Koda",
    pattern: whole(`${whose}(?:blog|site|feed|newsroom|channel) (?:publishes something|posts something|posts|writes|reports) (?:about|on) ${words}`),
    read
  },
  {
    name: "the blog publishes what mentions",
    example: "the blog publishes a post about Koda",
    pattern: whole(`${whose}(?:blog|site|feed|newsroom) (?:publishes|posts|has) ${entry} (?:about|mentioning|titled) ${words}`),
    read
  },
  {
    name: "an entry mentions",
    example: "a new post mentions Koda and release",
    pattern: whole(`${entry}(?: (?:in|on|of) the (?:feed|blog))? (?:mentions|mentioning|contains|containing|includes|including|titled|about|that mentions|with the words?|says|appears about|appears mentioning|is published about) ${words}`),
    read
  },
  {
    name: "the feed mentions",
    example: "the feed mentions \"Koda 2\"",
    pattern: whole(`${whose}(?:(?:rss |news |atom )?feed|(?:blog|newsroom)(?= mentions)) (?:mentions|contains|(?:has|contains) an? (?:new )?(?:entry|post|item) (?:about|mentioning|with)|includes|has) ${words}`),
    read
  }
]
