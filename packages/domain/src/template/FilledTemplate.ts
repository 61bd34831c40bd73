/** What a template came to for one message: plain text, to be escaped by the channel as everything else is. */
export interface FilledTemplate {
  readonly subject: string
  readonly body: string
}
