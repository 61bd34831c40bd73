import * as Result from "effect/Result"
import { nearestWord } from "../search/condition/nearestWord.ts"
import { placeholders } from "./placeholders.ts"

/** A stretch of a template: text as it is, or the name of a placeholder. */
export type TemplatePart =
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Placeholder"; readonly name: string }

const names = Object.keys(placeholders)

const unknown = (name: string): string => {
  const meant = nearestWord(name, names)
  return `unknown placeholder {{${name}}}` +
    (meant === null ? `; there are ${names.map((known) => `{{${known}}}`).join(", ")}` : `; did you mean {{${meant}}}?`)
}

/**
 * A template's parts, or what is wrong with it, in words for whoever wrote it: a name that is none, braces that are not
 * closed. White space within the braces is passed over.
 */
export const parseTemplate = (template: string): Result.Result<ReadonlyArray<TemplatePart>, string> => {
  const parts: Array<TemplatePart> = []
  let rest = template
  for (;;) {
    const open = rest.indexOf("{{")
    if (open < 0) {
      if (rest !== "") parts.push({ _tag: "Text", text: rest })
      return Result.succeed(parts)
    }
    const close = rest.indexOf("}}", open)
    if (close < 0) return Result.fail("a placeholder is not closed: {{ without }}")
    const name = rest.slice(open + 2, close).trim()
    if (!Object.hasOwn(placeholders, name)) return Result.fail(unknown(name))
    if (open > 0) parts.push({ _tag: "Text", text: rest.slice(0, open) })
    parts.push({ _tag: "Placeholder", name })
    rest = rest.slice(close + 2)
  }
}
