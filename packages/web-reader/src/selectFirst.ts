import { load } from "cheerio/slim"
import { isPointer } from "./jsonPointer.ts"
import { type AnyNode, type Document, type Element, isTag } from "domhandler"
import { type Hides, visibleBlocks } from "./visibleBlocks.ts"

const isSeen = (element: Element, hides: Hides): boolean => {
  for (let node: AnyNode | null = element; node !== null; node = node.parent) {
    if (isTag(node) && hides(node)) return false
  }
  return true
}

/** The visible text of the first visible match of each selector, null where no element of the page matches. All are valid CSS. */
export const selectFirst = (
  document: Document,
  selectors: ReadonlyArray<string>,
  hides: Hides
): ReadonlyArray<readonly [selector: string, text: string | null]> => {
  const $ = load(document)
  const select = (selector: string): string | null => {
    // `find` and not `$(…)`: the latter takes a selector that looks like markup for markup.
    const match = $.root().find(selector).toArray().find((node) => isTag(node) && isSeen(node, hides))
    return match === undefined ? null : visibleBlocks(match, hides).join("\n")
  }
  return selectors.map((selector) => [selector, isPointer(selector) ? null : select(selector)] as const)
}

/**
 * Selecting costs up to elements × depth (× siblings) steps and cannot be interrupted, so it is done only on documents of a
 * natural shape: browsers flatten what is deeper than 512, and the longest pages people watch have 20,000 elements.
 */
export const isSelectable = (document: Document): boolean => {
  let elements = 0
  const pending: Array<{ readonly node: AnyNode; readonly depth: number }> = [{ node: document, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    elements += 1
    if (elements > 50_000 || next.depth > 512) return false
    if ("children" in next.node) {
      for (const node of next.node.children) if (isTag(node)) pending.push({ node, depth: next.depth + 1 })
    }
  }
  return true
}
