const ellipsis = "…"

/**
 * At most `max` UTF-16 units of `text`, marked with an ellipsis where something was left out. A pair of surrogates
 * stays whole: half of one is no character, and strict JSON parsers refuse it.
 */
export const cutText = (text: string, max: number): string => {
  if (text.length <= max) return text
  const kept = text.slice(0, Math.max(0, max - ellipsis.length))
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${ellipsis}`
}
