export interface EmailLink {
  readonly uri: string
  readonly title: string
}

/** A part of a mail. Its texts are plain: markup in them is shown, never obeyed. */
export type EmailBlock =
  | { readonly _tag: "Title"; readonly text: string }
  /** The beginning of one of many parts, and what is known of it in few words. */
  | { readonly _tag: "Heading"; readonly text: string; readonly note: string }
  /** A few words beside what follows. */
  | { readonly _tag: "Note"; readonly text: string }
  | { readonly _tag: "Paragraph"; readonly text: string }
  | { readonly _tag: "Quote"; readonly text: string; readonly uri: string }
  | { readonly _tag: "Links"; readonly links: ReadonlyArray<EmailLink> }
  | { readonly _tag: "Code"; readonly text: string }
  /** Set apart from what is above, in small print, with a link where there is one to give. */
  | { readonly _tag: "Footer"; readonly text: string; readonly link: EmailLink | null }

/** What a mail says, once: its text part and its HTML part are two renderings of it and cannot differ. */
export interface EmailDocument {
  readonly subject: string
  readonly blocks: ReadonlyArray<EmailBlock>
}
