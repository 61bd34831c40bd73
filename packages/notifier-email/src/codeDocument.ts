import type { ConsentCode } from "@vedette/domain"
import type { EmailDocument } from "./document/EmailDocument.ts"
import { emailSubject } from "./emailSubject.ts"

/** The mail by which the owner of an address proves that it is theirs. */
export const codeDocument = ({ code, validMinutes }: ConsentCode): EmailDocument => ({
  subject: emailSubject(`${code} is your Vedette code`),
  blocks: [
    { _tag: "Title", text: "Confirm your address" },
    { _tag: "Paragraph", text: "Enter this code where you added the address, and alerts will be sent here:" },
    { _tag: "Code", text: code },
    { _tag: "Paragraph", text: `It is good for ${validMinutes} minutes.` },
    {
      _tag: "Paragraph",
      text: "If you did not ask for it, somebody may have typed your address by mistake. Do nothing: without the code nothing more is sent."
    }
  ]
})
