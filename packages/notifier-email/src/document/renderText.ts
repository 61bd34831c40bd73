import type { EmailBlock, EmailDocument } from "./EmailDocument.ts"
import { oneLine, plainText } from "./plainText.ts"
import { webLink } from "./webLink.ts"

/** `Title` on one line and its address on the next: most readers make a link of an address that stands alone. */
const link = (uri: string, title: string): string => {
  const name = oneLine(title)
  const address = webLink(uri)
  if (address === null) return name
  return name === "" || name === uri || name === address ? address : `${name}\n  ${address}`
}

const quoted = (text: string): string => plainText(text).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")

const block = (part: EmailBlock): string => {
  switch (part._tag) {
    case "Title":
      return `${oneLine(part.text)}\n${"=".repeat(Math.min(60, Math.max(3, oneLine(part.text).length)))}`
    case "Heading":
      return `## ${oneLine(part.text)}${part.note === "" ? "" : `\n${oneLine(part.note)}`}`
    case "Note":
      return `(${oneLine(part.text)})`
    case "Paragraph":
      return plainText(part.text)
    case "Quote":
      return `${quoted(part.text)}\n${link(part.uri, "")}`.trim()
    case "Links":
      return part.links.map(({ title, uri }) => `* ${link(uri, title)}`).join("\n")
    case "Code":
      return `    ${oneLine(part.text)}`
    case "Footer":
      // Two hyphens and a space: what a reader takes for the signature, and leaves out of a reply.
      return `-- \n${plainText(part.text)}${part.link === null ? "" : `\n${link(part.link.uri, part.link.title)}`}`
  }
}

/** The text part: the whole mail for whoever reads no HTML. */
export const renderText = ({ blocks }: EmailDocument): string => `${blocks.map(block).join("\n\n")}\n`
