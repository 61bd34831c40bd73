import { cutText } from "@vedette/domain"
import { oneLine } from "./document/plainText.ts"

/** Beyond this clients show nothing, and some relays fold a header in places that others do not unfold. */
export const maxSubjectLength = 150

/**
 * A subject: one line, at most 150 characters, never a control character, whatever it was made from. `=?` would begin an
 * encoded word (RFC 2047), in which a line break may hide until a reader decodes it. One of nothing would be no header at all.
 */
export const emailSubject = (text: string): string =>
  cutText(oneLine(text).replaceAll("=?", "= ?") || "Vedette", maxSubjectLength)
