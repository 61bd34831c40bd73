import { type AnyNode, type Element, isTag, isText, type ParentNode } from "domhandler"

/** Elements whose text is not on the page a reader sees. `noscript` and `dialog` are what a browser hides by itself. */
const unseen = new Set([
  "head", "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "embed", "audio", "video",
  "datalist", "noframes", "noembed"
])

/** Elements that begin and end a line. A table row is one, its cells are not: a label stays beside its value. */
const blocks = new Set([
  "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl",
  "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
  "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section", "summary", "table", "tbody",
  "tfoot", "thead", "tr", "ul"
])

/** Elements drawn apart from their neighbours on the same line. */
const apart = new Set(["td", "th", "button", "input", "select", "textarea", "img", "label"])

const hidingStyle = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden)\b/i

/** Soft hyphens, zero-width characters and byte order marks: in the source, on nobody's screen. */
const invisible = /[\u00ad\u200b\u2060\ufeff]/g

export const isHidden = (element: Element): boolean => {
  const { attribs, name } = element
  return unseen.has(name) ||
    attribs["hidden"] !== undefined ||
    attribs["aria-hidden"]?.trim().toLowerCase() === "true" ||
    (name === "dialog" && attribs["open"] === undefined) ||
    hidingStyle.test(attribs["style"] ?? "")
}

/**
 * The text a reader sees below `root`, in reading order, one entry a line, white space folded.
 *
 * Only what the document itself says is known: a style sheet may hide more. Iterative, because nesting is the author's to
 * choose and the stack is not.
 */
export const visibleBlocks = (root: ParentNode): Array<string> => {
  const lines: Array<string> = []
  let line: Array<string> = []
  const breakLine = () => {
    if (line.length === 0) return
    const text = line.join("").replace(invisible, "").replace(/\s+/g, " ").trim()
    if (text !== "") lines.push(text)
    line = []
  }
  // A string on the stack is what an element leaves behind when it ends.
  const pending: Array<AnyNode | string> = [...root.children].reverse()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === "\n") breakLine()
    else if (typeof next === "string") line.push(next)
    else if (isText(next)) line.push(next.data)
    else if (isTag(next) && !isHidden(next)) {
      const edge = blocks.has(next.name) ? "\n" : apart.has(next.name) ? " " : ""
      if (edge === "\n") breakLine()
      else line.push(edge)
      pending.push(edge)
      for (let index = next.children.length - 1; index >= 0; index--) {
        const child = next.children[index]
        if (child !== undefined) pending.push(child)
      }
    }
  }
  breakLine()
  return lines
}
