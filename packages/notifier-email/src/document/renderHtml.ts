import type { EmailBlock, EmailDocument, EmailLink } from "./EmailDocument.ts"
import { emailStyle } from "./emailStyle.ts"
import { oneLine, plainText } from "./plainText.ts"
import { webLink } from "./webLink.ts"

const entity: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entity[character] ?? character)

const lineBreaks = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>\n")

const lines = (text: string): string => lineBreaks(plainText(text))

const anchor = ({ title, uri }: EmailLink): string => {
  const address = webLink(uri)
  const name = escapeHtml(oneLine(title) || address || "")
  return address === null ? name : `<a href="${escapeHtml(address)}">${name}</a>`
}

/** Addresses within running text, without the punctuation that ends a sentence or a bracket around them. */
const address = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g

/** A person's own text: as it is, with its web addresses as links. */
const linked = (text: string): string => {
  const whole = plainText(text)
  let html = ""
  let from = 0
  for (const { 0: found, index } of whole.matchAll(address)) {
    html += lineBreaks(whole.slice(from, index)) + anchor({ uri: found, title: found })
    from = index + found.length
  }
  return html + lineBreaks(whole.slice(from))
}

const block = (part: EmailBlock): string => {
  switch (part._tag) {
    case "Title":
      return `<h1 dir="auto">${escapeHtml(oneLine(part.text))}</h1>`
    case "Heading":
      return `<h2 dir="auto">${escapeHtml(oneLine(part.text))}${
        part.note === "" ? "" : ` <small>${escapeHtml(oneLine(part.note))}</small>`
      }</h2>`
    case "Note":
      return `<p class="note">${escapeHtml(oneLine(part.text))}</p>`
    case "Paragraph":
      return `<p dir="auto">${linked(part.text)}</p>`
    case "Quote":
      return `<blockquote dir="auto">${lines(part.text)}${
        webLink(part.uri) === null ? "" : `<br>\n<small>${anchor({ uri: part.uri, title: part.uri })}</small>`
      }</blockquote>`
    case "Links":
      return `<ul>\n${part.links.map((each) => `<li dir="auto">${anchor(each)}</li>`).join("\n")}\n</ul>`
    case "Code":
      return `<p class="code">${escapeHtml(oneLine(part.text))}</p>`
    case "Footer":
      return `<div class="footer">${lines(part.text)}${part.link === null ? "" : `<br>\n${anchor(part.link)}`}</div>`
  }
}

/** The HTML part. */
export const renderHtml = ({ blocks, subject }: EmailDocument): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(oneLine(subject))}</title>
<style>${emailStyle}
</style>
</head>
<body>
<div class="mail">
${blocks.map(block).join("\n")}
</div>
</body>
</html>
`
