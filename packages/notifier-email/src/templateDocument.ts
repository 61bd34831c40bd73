import { cutText, type FilledTemplate } from "@vedette/domain"
import type { EmailBlock, EmailDocument } from "./document/EmailDocument.ts"
import { plainText } from "./document/plainText.ts"
import { emailSubject } from "./emailSubject.ts"

/** As of a message worded by us: far from where clients clip. */
const maxBodyLength = 20_000

/** The mail in its owner's own words, without its footer: a paragraph wherever a line is left free. */
export const templateDocument = ({ body, subject }: FilledTemplate): EmailDocument => ({
  subject: emailSubject(subject),
  blocks: cutText(plainText(body), maxBodyLength).split(/\n{2,}/).filter((text) => text.trim() !== "").map(
    (text): EmailBlock => ({ _tag: "Paragraph", text })
  )
})
