/** `$480 until the end of the month`: how long a price holds, where that cannot be over yet. */
const term = /(?:,\s?|\s)(?:(?:only )?(?:until|till) (?:the )?end of (?:the |this )?(?:day|week|month|season)|until midnight|while (?:stocks?|supplies) lasts?)[.!]?\s*$/iu

/** The line without such a term at its end, which says neither what was nor what will be. */
export const withoutTerm = (line: string): string => line.replace(term, "")
