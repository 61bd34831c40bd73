import { SaxesParser } from "saxes"

/** An element as a strict parser read it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Array<XmlElement>
  text: string
}

/** Reads a document by an independent, strict, namespace-aware parser; throws where it is not well-formed. */
export const readXml = (xml: string): XmlElement => {
  const parser = new SaxesParser({ xmlns: true })
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" }
  const open: Array<XmlElement> = [root]
  parser.on("error", (error) => {
    throw error
  })
  parser.on("opentag", ({ attributes, name }) => {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]))
    const element: XmlElement = { name, attributes: values, children: [], text: "" }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on("text", (text) => {
    const current = open.at(-1)
    if (current !== undefined) current.text += text
  })
  parser.on("closetag", () => void open.pop())
  parser.write(xml).close()
  const [document] = root.children
  if (document === undefined) throw new Error("The document has no element")
  return document
}

/** All elements of a name, at any depth, in order. */
export const elementsIn = (element: XmlElement, name: string): ReadonlyArray<XmlElement> =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsIn(child, name)])
