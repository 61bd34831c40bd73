/** Other controls than tab and line feed are nothing to show; half a surrogate pair is no character. */
export const plainText = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "\ufffd").trim()

/** The same as one line: no header, title or link text may hold a line break. */
export const oneLine = (text: string): string => plainText(text.replace(/\s+/g, " ")).replace(/\s+/g, " ")
