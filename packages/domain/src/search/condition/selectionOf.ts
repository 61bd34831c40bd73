import type { Page } from "../../ports/PageReader.ts"

/**
 * The text at a selector, or in words why there is none (the page's URL is the caller's to say). A selector that matches nothing, or an empty element, says
 * that the page's markup has moved on or is filled in later: not that the value is gone.
 */
export const selectionOf = (page: Page, selector: string): { readonly text: string; readonly hash: string } | string => {
  // A selector is the user's text: `toString` is one, and every object has that.
  const selection = Object.hasOwn(page.selections, selector) ? page.selections[selector] ?? null : null
  if (selection === null) return `nothing matches ${selector}; the page may have been rebuilt`
  if (selection.text.trim() === "") return `${selector} matches an empty element`
  return selection
}
