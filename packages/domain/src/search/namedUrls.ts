import type { SearchRequest } from "../ports/Search.ts"

/** Pages read for one question. A task that names more is a crawl, and its run would not end within its deadline. */
export const maxUrls = 10

/** What is searched for URLs; questions and conditions are a few sentences. */
const maxText = 10_000

const closers: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" }

/** A URL in a sentence without the sentence's own punctuation: `(see https://a.example/b_(c)).` names `https://a.example/b_(c)`. */
const withoutSentence = (found: string): string => {
  // How many brackets are closed beyond those opened: these belong to the sentence.
  const surplus = new Map(Object.entries(closers).map(([closer, opener]) =>
    [closer, found.split(closer).length - found.split(opener).length] as const
  ))
  let end = found.length
  for (; end > 0; end--) {
    const last = found.charAt(end - 1)
    const left = surplus.get(last) ?? 0
    if (left > 0) surplus.set(last, left - 1)
    else if (!/[.,;:!?*_'"’”»…]/u.test(last)) break
  }
  return found.slice(0, end)
}

/** The `http` and `https` URLs that a text spells out, in order. A bare `example.com` is none: it may be a name. */
export const urlsIn = (text: string): ReadonlyArray<string> => {
  const found = text.slice(0, maxText).match(/https?:\/\/[^\s<>"“”„«»`|\\^]+/giu) ?? []
  return [...new Set(found.map(withoutSentence))].filter((url) => URL.canParse(url))
}

/** The pages that a question is about: those the task names, else those that its words do. */
export const namedUrls = (request: Pick<SearchRequest, "sources" | "searchQuery" | "conditionDescription">): ReadonlyArray<string> =>
  request.sources.length > 0
    ? [...new Set(request.sources)]
    : [...new Set([...urlsIn(request.searchQuery), ...urlsIn(request.conditionDescription)])]
