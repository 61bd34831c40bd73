/** `$480 until the end of the month`: how long a price holds, where that cannot be over yet. */
const term = /(?:,\s?|\s)(?:(?:only )?(?:until|till) (?:the )?end of (?:the |this )?(?:day|week|month|season)|until midnight|while (?:stocks?|supplies) lasts?)[.!]?\s*$/iu

/** `$729 or 4 interest-free payments of $182.25`: the same price in other pieces. */
const instalments = /(?<=\d)(?:,\s?|\s)or (?:in |make |pay )?\d{1,2} (?:(?:interest-free|monthly|weekly|fortnightly|easy|equal) ){0,2}(?:payments?|instal?lments) of [^!?;]{1,60}$/iu

/** A line about a price without what it says at its end of how long that holds, and in how many pieces it can be paid. */
export const withoutTerm = (line: string): string => line.replace(term, "").replace(instalments, "")
