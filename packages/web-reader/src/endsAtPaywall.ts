import type { Block } from "./visibleBlocks.ts"

/** Where an article breaks off for those who have not paid: in a line of its own, not in the midst of a sentence about subscribers. */
const breaksOff =
  /(?:subscribe|sign up|sign in|log in|register|become a (?:member|subscriber))(?: now)? to (?:continue|keep|read|unlock|finish|access)\b.{0,40}$|^(?:this (?:article|story|content|post) is (?:only )?(?:for|available to|reserved for|exclusive to) (?:paid |paying )?(?:subscribers|members)|(?:already|not yet) a subscriber|you(?:(?:'|’)ve| have) (?:reached|used|read) (?:your|all(?: of)? your|the) .{0,30}(?:limit|free articles?))|(?:jetzt|mit .{1,20}) (?:abonnieren und )?weiterlesen$|(?:réservé|réservée) (?:à nos|aux) abonnés|(?:solo|exclusivo) para suscriptores/iu
const maxLength = 120

/** Whether the rest of a page is kept from those who do not pay: what it shows counts, what it lacks may stand behind. */
export const endsAtPaywall = (blocks: ReadonlyArray<Block>): boolean =>
  blocks.some(({ role, text }) => role === "main" && text.length <= maxLength && breaksOff.test(text))
