import { type Element, isTag, isText } from "domhandler"
import { type Hides, isHidden } from "./visibleBlocks.ts"

/** Style sheets of a page itself are read up to here. */
const maxLength = 200_000

/** Without `opacity: 0`, from which pages fade in. */
const hiding =
  /(?:^|[;{\s])(?:(?:display\s*:\s*none|visibility\s*:\s*hidden)\b|font-size\s*:\s*(?:0(?:px|em|rem|pt|%)?|[01](?:\.\d+)?(?:px|pt))\s*(?:;|!|$)|(?:left|top|right|text-indent)\s*:\s*-\d{3,}|text-decoration(?:-line)?\s*:[^;]{0,40}line-through)/i

/** Rules for a class or an id alone that hide it, outside `@media` and its like, which hold at times only. */
const simpleRules = (css: string): ReadonlySet<string> => {
  const plain = css.slice(0, maxLength).replace(/\/\*[\s\S]*?\*\//g, "").replace(/@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "")
  const found = new Set<string>()
  for (const match of plain.matchAll(/([^{}]{1,500})\{([^{}]{0,2000})\}/g)) {
    if (!hiding.test(match[2] ?? "")) continue
    for (const selector of (match[1] ?? "").split(",")) if (/^\s*[.#][\w-]+\s*$/.test(selector)) found.add(selector.trim())
  }
  return found
}

/** Whether a style sheet holds on every screen that runs scripts: not that of a printer or a telephone, nor the one for who runs none. */
const holds = (style: Element): boolean => {
  const media = (style.attribs["media"] ?? "").trim().toLowerCase()
  if (media !== "" && !media.split(",").some((query) => /^\s*(?:only\s+)?(?:all|screen)\s*$/.test(query))) return false
  for (let node = style.parent; node !== null && isTag(node); node = node.parent) if (node.name === "noscript" || node.name === "template") return false
  return true
}

/** What hides an element of this page: itself, or a rule of the page's own style sheets for its class or id. */
export const hiddenByStyle = (styles: ReadonlyArray<Element>): Hides => {
  const rules = new Set(styles.filter(holds).flatMap((style) => [...simpleRules(style.children.filter(isText).map(({ data }) => data).join(""))]))
  if (rules.size === 0) return isHidden
  return (element) =>
    isHidden(element) || rules.has(`#${element.attribs["id"] ?? ""}`) ||
    (element.attribs["class"] ?? "").split(/\s+/).some((name) => rules.has(`.${name}`))
}
