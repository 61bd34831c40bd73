/** A printed number. `otherwise` is its other possible reading, where punctuation leaves two: `1.299` is 1299 or 1.299. */
export interface Numeral {
  readonly value: number
  readonly otherwise: number | null
}

const grouped = (numeral: string, separator: string): boolean => {
  const [first = "", ...rest] = numeral.split(separator)
  return /^[1-9]\d{0,2}$/.test(first) && rest.length > 0 && rest.every((group) => /^\d{3}$/.test(group))
}

const plain = (value: string): Numeral | null => {
  const number = Number(value)
  return Number.isFinite(number) ? { value: number, otherwise: null } : null
}

/**
 * Reads `1299`, `1,299.00`, `1.299,00`, `1'299.50`, `1 299`, `20.5`, `299,99`; null for anything else.
 *
 * A lone `.` or `,` before three digits has two readings, and both are given: shops north and south of the Channel print
 * the same signs for a thousand times the amount, and a wrong choice would be a false alert.
 */
export const readNumeral = (printed: string): Numeral | null => {
  // Longer than any price or count; beyond 15 digits a double would round it.
  if (printed.length > 24 || printed.replace(/\D/g, "").length > 15) return null
  const text = printed.replace(/[\u00a0\u202f\u2009]/g, "\u00a0").replaceAll("’", "'")
  if (/^\d+$/.test(text)) return plain(text)
  const decimal = /^(.*\d)([.,])(\d+)$/.exec(text)
  const [, whole = "", mark = "", fraction = ""] = decimal ?? []
  for (const separator of ["\u00a0", "'", " "]) {
    if (!text.includes(separator)) continue
    const integer = grouped(text, separator) ? text : decimal !== null && grouped(whole, separator) ? whole : null
    if (integer === null) return null
    const rest = integer === text ? "" : `.${fraction}`
    const value = Number(integer.replaceAll(separator, "") + rest)
    // A plain space may as well part two numbers: "Pack 5 279 USD".
    return { value, otherwise: separator === " " ? Number((integer.split(" ").at(-1) ?? "") + rest) : null }
  }
  if (decimal === null) return null
  // Lakhs and crores: groups of two above the last three. No other writing looks like it.
  if (/^\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d{1,2})?$/.test(text)) return plain(text.replaceAll(",", ""))
  const other = mark === "." ? "," : "."
  if (whole.includes(other)) return grouped(whole, other) ? plain(`${whole.replaceAll(other, "")}.${fraction}`) : null
  if (whole.includes(mark)) return grouped(text, mark) ? plain(text.replaceAll(mark, "")) : null
  if (!/^\d+$/.test(whole)) return null
  const asDecimal = Number(`${whole}.${fraction}`)
  return grouped(text, mark) ? { value: Number(whole + fraction), otherwise: asDecimal } : { value: asDecimal, otherwise: null }
}
