/** The currencies that are printed with a bare `$`, and so do not contradict it (CLDR's narrow symbols). */
const dollars = new Set([
  "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "CUP", "BBD", "BMD", "BND", "BSD",
  "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD"
])

/** All currencies that are said of a price: in fields of their own, first, and by a mark within its value. */
export const saidCurrencies = (codes: ReadonlyArray<string | null>, mark: string | null): ReadonlyArray<string> => {
  const said = new Set(codes.filter((code) => code !== null))
  if (mark !== "$") return [...said, ...(mark === null || said.has(mark) ? [] : [mark])]
  // Alone it does not say which dollar; beside `EUR` it says that something is wrong.
  return [...said, ...([...said].every((code) => dollars.has(code)) ? [] : ["USD"])]
}
