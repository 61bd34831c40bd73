import { type ChildNode, type Document, type Element, isComment, isTag } from "domhandler"

/** Elements that HTML lets end with what stands around them: minifiers leave their end tags out. */
const endsByItself = new Set([
  "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "rt", "rp",
  "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"
])

/** Whether the source itself ends the element, and not just the end of the source. */
export const isEnded = ({ endIndex, name, startIndex }: Element, source: string): boolean => {
  const tail = source.slice(Math.max(startIndex ?? 0, (endIndex ?? 0) + 1 - name.length - 30), (endIndex ?? 0) + 1)
  return tail.endsWith("/>") || tail.toLowerCase().replace(/\s+>$/, ">").endsWith(`</${name.toLowerCase()}>`)
}

/** What the parser had to end itself: each is the last thing in the one before. */
const openAtEnd = (document: Document, source: string): ReadonlyArray<ChildNode> => {
  const open: Array<ChildNode> = []
  for (let last = document.lastChild; last !== null; last = isTag(last) ? last.lastChild : null) {
    if (isTag(last) && isEnded(last, source)) break
    open.push(last)
  }
  return open
}

/** The source stops inside of a tag. */
const stopsInTag = (source: string): boolean => /<[a-z/!?]/i.test(source.slice(source.lastIndexOf(">") + 1))

/**
 * Whether a document was not delivered to its end. Nothing else says so where a server, a proxy or a cache cut it off before it was sent:
 * the connection ends in order. HTML may leave end tags out, so only what it may not leave open counts; a page that ends its body is whole.
 */
export const isCutOff = (document: Document, source: string): boolean => {
  const open = openAtEnd(document, source)
  return open.some((node) => isTag(node) ? !endsByItself.has(node.name.toLowerCase()) : isComment(node) && !source.trimEnd().endsWith("-->")) ||
    (open.length > 0 && stopsInTag(source))
}

/** JSON that goes on: a bracket or a string is open at its end. */
export const isJsonCutOff = (json: string): boolean => {
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (isQuoted) {
      if (character === "\\") at++
      else if (character === "\"") isQuoted = false
    } else if (character === "\"") isQuoted = true
    else if (character === "{" || character === "[") depth += 1
    else if (character === "}" || character === "]") depth -= 1
  }
  return isQuoted || depth > 0
}
