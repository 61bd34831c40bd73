/** How much of a document is searched for its own word about its encoding: the HTML standard's number. */
const declarationBytes = 1_024

const fromHeader = /charset\s*=\s*["']?([^\s"';,]+)/i
const fromMeta = /<meta[^>]{0,300}?charset\s*=\s*["']?([^\s"'/>;]+)/i
const fromXml = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/i

/** What browsers take a document for that declares nothing and is no UTF-8. */
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const labelOf = (bytes: Uint8Array, contentType: string): string => {
  // A byte order mark outranks every declaration.
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8"
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be"
  const declared = fromHeader.exec(contentType)?.[1]
  if (declared !== undefined) return declared
  // Every encoding a page can declare in itself writes ASCII as ASCII, so latin-1 is enough to read the declaration.
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, declarationBytes))
  const meta = fromXml.exec(start)?.[1] ?? fromMeta.exec(start)?.[1] ?? (isUtf8(bytes) ? "utf-8" : "windows-1252")
  // A declaration that could be read as ASCII cannot stand in a UTF-16 document.
  return /^utf-?16/i.test(meta) ? "utf-8" : meta
}

/** The characters of a document: by its byte order mark, the header's charset, the XML declaration, the `meta` charset, else UTF-8, or Windows-1252 where it is none. */
export const decodeText = (bytes: Uint8Array, contentType: string): string => {
  try {
    return new TextDecoder(labelOf(bytes, contentType)).decode(bytes)
  } catch {
    // An unknown label. Wrong bytes are no reason: they become U+FFFD.
    return new TextDecoder("utf-8").decode(bytes)
  }
}
