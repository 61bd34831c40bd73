import type { BlockRole } from "@vedette/domain"
import { type AnyNode, type Element, isTag, isText, type ParentNode } from "domhandler"
import { boundedLines } from "./boundedLines.ts"

/** Elements whose text is not on the page a reader sees. `noscript` and `dialog` are what a browser hides by itself. */
const unseen = new Set([
  "head", "title", "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "embed", "audio", "video",
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

/** Cents are drawn small and high behind the whole number: `$29` and `99` are not 2,999. */
const isRaisedNumber = ({ children: [first], name }: Element): boolean =>
  (name === "sup" || name === "sub") && first !== undefined && isText(first) && /^\s*\d/.test(first.data)

/** Text that its author crossed out: a reader sees that it no longer holds. */
export const struck = new Set(["s", "strike", "del"])

/** What templates call the price that a style sheet of theirs crosses out. A `price-list` is none. */
const crossedOut =
  /(?:^|[\s_-])(?:(?:old|was|original|strike(?:d|through)?|crossed(?:-out)?|list|compare(?:-?at)?|retail|prev(?:ious)?|before|rrp|msrp|uvp)[_-]{0,2}price|price[_-]{0,2}(?:old|was|original|strike(?:d|through)?|crossed|compare(?:-?at)?|before|prev(?:ious)?)|a-text-price|line-through)(?:$|[\s_-])/i

const hidingStyle =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*(?:0(?:px|em|rem|pt|%)?|[01](?:\.\d+)?(?:px|pt))\s*(?:;|!|$)|(?<!-)color\s*:\s*transparent|(?:left|top|right|text-indent)\s*:\s*-\d{3,}|text-decoration(?:-line)?\s*:[^;]{0,40}line-through)/i

/** Soft hyphens, zero-width characters and byte order marks: in the source, on nobody's screen. */
const invisible = /[\u00ad\u200b\u2060\ufeff]/g

export const isHidden = (element: Element): boolean => {
  const { attribs, name } = element
  return unseen.has(name) || struck.has(name) ||
    attribs["hidden"] !== undefined ||
    attribs["aria-hidden"]?.trim().toLowerCase() === "true" ||
    (name === "dialog" && attribs["open"] === undefined) ||
    hidingStyle.test(attribs["style"] ?? "") || crossedOut.test(attribs["class"] ?? "")
}

/** Decides that an element is not seen. A style sheet of the document may hide more (`hiddenByStyle`). */
export type Hides = (element: Element) => boolean

/** Containers of what visitors wrote, and of what is shown beside a page's own text, by the names that templates give them. */
const remarkName = /(?:^|[\s_-])(?:comments?|commentlist|disqus|reviews?|review-?list|testimonials?|ratings?-list|user-?content|ugc|replies|reply|forum-?post|crawler-post|topic-body|postbody|bbwrapper|message-body|discussion|q-?and-?a|questions?|guestbook)(?:$|[\s_-])/i
const asideName = /(?:^|[\s_-])(?:related|recommend\w*|similar|upsells?|cross-?sells?|also-?(?:bought|viewed|like)|customers-also|you-may-also-like|suggestions?|sponsored|advert\w*|ads?|promo(?:tion)?s?|banner|recently-viewed|bestsellers?|trending|more-products|alternatives|cookies?|cookie\w*|\w*consent\w*|gdpr\w*|onetrust\w*|didomi\w*|cmp(?:box)?|newsletter\w*)(?:$|[\s_-])/i

/** What templates without telling names write above such parts. */
const asideHeading =
  /^(?:(?:customers?|people|others|shoppers|fans) (?:who|also|ultimately|frequently|then)\b|(?:you|customers) (?:may|might|could) also\b|you(?:'|’)ll also\b|(?:related|similar|recommended|suggested|recently viewed|popular|trending|featured|more|other) (?:products?|items?|articles?|posts?|stories|searches|events?|shows?|models?)$|(?:related|read next|read more|see also|most read|popular now|up next|more from [^.]{1,40}|more (?:news|stories|articles|games|shows|events|like this|to explore))$|frequently bought|often bought|complete the (?:look|set)|accessories$|best-?sellers?$|recommended(?: for you)?$|recently viewed|sponsored|compare (?:with |to )?similar|das könnte|ähnliche (?:produkte|artikel)|zubehör$|kunden (?:kauften|interessierten)|produits (?:similaires|associés)|vous aimerez|productos (?:relacionados|similares)|también te)/iu
const remarkHeading =
  /^(?:\d+ )?(?:(?:customer|user|buyer|guest|verified|reader)s?(?:'|’)? )?(?:reviews?|testimonials?|comments?|feedback|questions?(?: (?:and|&) answers?)?|q ?(?:&|and) ?a|what (?:people|(?:our )?(?:customers|guests|users|readers)|others|they) (?:say|are saying|think)|discussion|leave a (?:reply|comment)|kundenbewertungen|bewertungen|kommentare|fragen und antworten|avis(?: clients?)?|commentaires|opiniones|comentarios)(?: \(?[\d.,]+\)?)?$/iu

const roleBelow = (heading: string): BlockRole | null => asideHeading.test(heading) ? "aside" : remarkHeading.test(heading) ? "remark" : null
const levelOf = (name: string): number | null => /^h[2-6]$/.test(name) ? Number(name.slice(1)) : null

/** The part of a page that an element opens by its name; null where it opens none. */
export const roleOf = (element: Element): BlockRole | null => {
  const { attribs, name } = element
  const names = `${attribs["class"] ?? ""} ${attribs["id"] ?? ""}`
  const type = `${attribs["itemprop"] ?? ""} ${attribs["itemtype"] ?? ""}`
  if (name === "body" || name === "html" || name === "main") return null
  if (remarkName.test(names) || /(?:^|\s)(?:review|comment)(?:\s|$)|schema\.org\/(?:Review|UserReview|Comment|Answer|Question)\b/.test(type)) return "remark"
  return name === "aside" || /^(?:complementary|(?:alert)?dialog)$/.test(attribs["role"] ?? "") || asideName.test(names) ? "aside" : null
}

export interface Block {
  readonly text: string
  readonly role: BlockRole
}

/**
 * The text a reader sees below `root`, in reading order, one entry a line, white space folded.
 *
 * Only what the document itself says is known: a linked style sheet may hide more. Iterative, because nesting is the author's to
 * choose and the stack is not.
 */
export const readBlocks = (root: ParentNode, hides: Hides = isHidden): Array<Block> => {
  const blocksRead: Array<Block> = []
  const roles: Array<BlockRole> = []
  let line: Array<string> = []
  let below: { readonly level: number; readonly role: BlockRole | null } | null = null
  const breakLine = () => {
    if (line.length === 0) return
    const text = line.join("").replace(invisible, "").replace(/\s+/g, " ").trim()
    const role = roles.at(-1) ?? below?.role ?? "main"
    for (const bounded of boundedLines(text)) blocksRead.push({ text: bounded, role })
    line = []
  }
  // A string on the stack is what an element leaves behind when it ends, a number the level of a heading; null ends the innermost part.
  const pending: Array<AnyNode | string | number | null> = [...root.children].reverse()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === null) {
      breakLine()
      roles.pop()
    } else if (next === "\n") breakLine()
    else if (typeof next === "number") {
      breakLine()
      below = { level: next, role: roleBelow(blocksRead.at(-1)?.text ?? "") }
    }
    else if (typeof next === "string") line.push(next)
    else if (isText(next)) line.push(next.data)
    else if (isTag(next) && !hides(next)) {
      const edge = blocks.has(next.name) ? "\n" : apart.has(next.name) || isRaisedNumber(next) ? " " : ""
      if (edge === "\n") breakLine()
      else line.push(edge)
      const level = levelOf(next.name)
      if (next.name === "h1" || next.name === "footer" || (level !== null && below !== null && level <= below.level)) below = null
      if (level !== null && below === null) pending.push(level)
      // Whoever comments within an advertisement still comments: the first part that is not the page's own decides.
      const role = roles.length === 0 ? roleOf(next) : null
      if (role !== null) {
        breakLine()
        roles.push(role)
        pending.push(null)
      }
      pending.push(edge)
      for (let index = next.children.length - 1; index >= 0; index--) {
        const child = next.children[index]
        if (child !== undefined) pending.push(child)
      }
    }
  }
  breakLine()
  return blocksRead
}

/** The same without the parts of the page that they stand in. */
export const visibleBlocks = (root: ParentNode, hides: Hides = isHidden): Array<string> => readBlocks(root, hides).map(({ text }) => text)
