/*
 * Our own serialiser, because the ones on offer either write characters that XML does not have (feed, xml-js) or throw on
 * them (xmlbuilder2): titles come from web pages, and a feed with one bad page in it must still be a feed.
 */

/** A piece of a document, already written as XML. Only what this module makes is one. */
export interface Xml {
  readonly xml: string
}

type Child = string | Xml

/** Everything that is no `Char` of XML 1.0 (§2.2), lone surrogates excepted, which `toWellFormed` replaces. */
// oxlint-disable-next-line no-control-regex
const notChars = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Text with every character that XML cannot hold replaced by U+FFFD. */
export const xmlText = (text: string): string => text.toWellFormed().replaceAll(notChars, "\uFFFD")

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  // In text only `]]>` needs it; always is simpler, and as right.
  ">": "&gt;",
  "\"": "&quot;",
  "'": "&#39;",
  // A parser turns bare ones into others: carriage returns into line feeds, and in attributes all of them into spaces.
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;"
}

const escapeText = (text: string): string => xmlText(text).replaceAll(/[&<>"'\r]/g, (one) => entities[one] ?? one)
const escapeAttribute = (text: string): string => xmlText(text).replaceAll(/[&<>"'\r\n\t]/g, (one) => entities[one] ?? one)

/** An element. Names are ours and written as they are; text and attribute values may be anything. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: ReadonlyArray<Child>
): Xml => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join("")
  const inner = children.map((child) => typeof child === "string" ? escapeText(child) : child.xml).join("")
  return { xml: `<${name}${written}>${inner}</${name}>` }
}

/** A whole document in UTF-8. */
export const xmlDocument = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`
