import { Document, DomHandler } from "domhandler"
import { Parser } from "htmlparser2"
import { visibleBlocks } from "./visibleBlocks.ts"

/** A feed's text is text or markup, often twice escaped; what is longer is cut first. */
const maxLength = 20_000

/** The words of a piece of markup, as a reader sees them, in one line. */
export const markupText = (source: string): string => {
  const text = source.slice(0, maxLength)
  if (!/[<&]/.test(text)) return text.replace(/\s+/g, " ").trim()
  let blocks: ReadonlyArray<string> = []
  const handler = new DomHandler((_, nodes) => {
    blocks = visibleBlocks(new Document(nodes))
  })
  new Parser(handler).end(text)
  return blocks.join(" ").replace(/\s+/g, " ").trim()
}
