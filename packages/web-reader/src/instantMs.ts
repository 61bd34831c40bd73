/** A date of a feed in milliseconds: RFC 822 as RSS writes it, ISO 8601 as the others do; null for what is none. */
export const instantMs = (text: string | null | undefined): number | null => {
  const source = text?.trim() ?? ""
  // The two forms are the only ones that every engine reads alike.
  if (!/^(?:\w{3},?\s)?\d{1,2}\s\w{3,9}\s\d{2,4}\s|^\d{4}-\d\d(?:-\d\d)?/u.test(source)) return null
  const at = Date.parse(source)
  // Feeds of 1970 and of the year 9999 are clocks that were never set.
  return Number.isNaN(at) || at < 631_152_000_000 || at > 7_258_118_400_000 ? null : at
}
