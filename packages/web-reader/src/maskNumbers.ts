import { monthName } from "@vedette/domain"

const month = `${monthName}(?!\\p{L})\\.?`
const date =
  `(?:\\d{1,2}(?:\\.|st|nd|rd|th|er|º)?(?: of| de)? ?${month}(?:,?(?: de)? \\d{4})?|(?<!\\p{L})${month} \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})`

/** The day on which the page is looked at, with the word in front of it, as a day of the week: it is another one tomorrow. */
const today = `(?<![\\p{L}\\d])(?=[\\p{L}\\d])(?<=(?<!\\p{L})(?:today|heute|aujourd['’]hui|hoy|oggi|vandaag|hoje|checked|generated|erstellt|généré)(?: is| ist| est| es)?(?: ?:)?(?: on| at| am| le)? )(?:\\p{L}[\\p{L}-]{1,14}\\.?,? )?${date}`
const money = "\\p{Sc} ?\\d[\\d.,'’]*|\\d[\\d.,'’]* ?(?:\\p{Sc}|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN|kr|Kč|zł)(?!\\p{L}))"
const version = "(?<!\\p{L})v(?:ersion )?\\d+(?:\\.\\d+)*"
const masked = new RegExp(`${today}|(${money}|${version}|${date})|\\p{N}[\\p{N}.,:'’]*(?: ?(?:k|m|[ap]\\.?m\\.?)(?!\\p{L}))?`, "giu")

/**
 * A text in which every number reads the same, so that two that differ in nothing else are equal: counters, ratings and clocks differ on pages
 * that nobody changed. Amounts of money, versions and dates stand as they are, but for today's.
 */
export const maskNumbers = (text: string): string => text.replace(masked, (_, kept: string | undefined) => kept ?? "#")
