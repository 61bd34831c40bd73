import { findDates } from "../../date/findDates.ts"
import type { Condition, DateRange } from "../Condition.ts"
import { anyPage as place, type ConditionPattern, whole } from "./ConditionPattern.ts"
import { subjectPhrase, subjectSource } from "./subjectPhrase.ts"

/** The one day that a text is, in ISO's form; of a month its first day, or for what is after it its last. */
const dayOf = (text: string, ofMonth: "first" | "last" | null): string | null => {
  const trimmed = text.trim().replace(/^the\s+/iu, "")
  const [date, ...others] = findDates(trimmed)
  if (date === undefined || others.length > 0 || date.start !== 0 || date.end !== trimmed.length) return null
  const isMonth = date.span.end - date.span.start > 90_000_000
  if (isMonth && ofMonth === null) return null
  return new Date(isMonth && ofMonth === "last" ? date.span.end - 1 : date.span.start).toISOString().slice(0, 10)
}

const dated = (words: Readonly<Record<string, string | undefined>>, range: DateRange | null): Condition | null => {
  const subject = subjectPhrase(words["subject"] ?? words["subject2"])
  return subject === null || range === null ? null : { _tag: "Date", place, of: subject.of, range }
}

const side = (_tag: "Before" | "After" | "On"): ConditionPattern["read"] => (words) => {
  const at = dayOf(words["day"] ?? "", _tag === "Before" ? "first" : _tag === "After" ? "last" : null)
  return dated(words, at === null ? null : { _tag, at })
}

const event = `(?:(?:(?:start|release|launch|event|opening|concert|show) date|(?:application |registration |submission )?deadline|date)(?: (?:of|for) (?<subject>${subjectSource}))? (?:is|falls|lies)|(?:event|concert|show|conference|festival) (?:is|starts|begins|takes place)|(?<subject2>${subjectSource}) (?:starts|begins|takes place))`
const day = "(?<day>\\S.{5,30})"

/** When something is to happen. "Updated since" and its like ask about the page and not about the thing, and stay free text. */
export const datePatterns: ReadonlyArray<ConditionPattern> = [
  { name: "date before", example: "the release date of the Koda 2 is before May 1, 2026", pattern: whole(`${event} (?:before|earlier than) ${day}`), read: side("Before") },
  { name: "date after", example: "the event takes place after 2026-05-01", pattern: whole(`${event} (?:after|later than) ${day}`), read: side("After") },
  { name: "date on", example: "the start date is on 1 May 2026", pattern: whole(`${event} on ${day}`), read: side("On") },
  {
    name: "date within",
    example: "the event is within the next 3 days",
    pattern: whole(`${event} (?:within|in) (?:the )?(?:next )?(?<amount>\\d{1,3}) (?<unit>days?|weeks?|hours?)`),
    read: (words) => {
      const unit = (words["unit"] ?? "").replace(/s$/i, "").toLowerCase()
      const named = unit === "hour" ? "hours" : unit === "week" ? "weeks" : "days"
      return dated(words, { _tag: "Within", side: "next", amount: Number(words["amount"]), unit: named })
    }
  }
]
