/** A day or an instant, in milliseconds since 1970: a day is the 24 hours from `start` in UTC, an instant has no length. */
export interface InstantSpan {
  readonly start: number
  readonly end: number
}

const day = 86_400_000
const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i

/** `2026-05-01`, `2026-05-01T20:00`, `2026-05-01T20:00:00+02:00`; null for what is none, the 30th of February included. */
export const isoInstant = (text: string): InstantSpan | null => {
  const [, year, month, date, hours, minutes, seconds = "00", zone = "Z"] = form.exec(text.trim()) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const start = Date.UTC(Number(year), Number(month) - 1, Number(date))
  if (new Date(start).getUTCDate() !== Number(date) || Number(month) > 12) return null
  if (hours === undefined || minutes === undefined) return { start, end: start + day }
  const offset = /^z$/i.test(zone) ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const at = Date.parse(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}${offset}`)
  return Number.isNaN(at) ? null : { start: at, end: at }
}
