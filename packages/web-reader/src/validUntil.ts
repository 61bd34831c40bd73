import * as DateTime from "effect/DateTime"

const hour = 3_600_000
/** A day ends last 12 hours west of Greenwich, and a time without a zone may be that zone's: nothing is called over too early. */
const farthestWest = 12 * hour

const instantOf = (value: unknown, wholeDay = true): number | null => {
  if (typeof value !== "string") return null
  const [, day = "", time = "", zone = ""] =
    /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?(Z|[+-]\d\d:?\d\d)?\s*$/iu.exec(value) ?? []
  const at = Date.parse(`${day}T${time === "" ? "00:00" : time}${zone === "" ? "Z" : zone}`)
  if (Number.isNaN(at)) return null
  return at + (time === "" && wholeDay ? 24 * hour : 0) + (zone === "" ? farthestWest : 0)
}

/** The first of the ends that a page sets to a price (ISO 8601, a day inclusive); null where it sets none that can be read. */
export const validUntil = (...ends: ReadonlyArray<unknown>): DateTime.Utc | null => {
  const instants = ends.flatMap((end) => instantOf(end) ?? [])
  return instants.length === 0 ? null : DateTime.makeUnsafe(Math.min(...instants))
}

/** The last of the beginnings that a page sets to an offer; null where it sets none that can be read. */
export const validFrom = (...beginnings: ReadonlyArray<unknown>): DateTime.Utc | null => {
  const instants = beginnings.flatMap((beginning) => instantOf(beginning, false) ?? [])
  return instants.length === 0 ? null : DateTime.makeUnsafe(Math.max(...instants))
}
