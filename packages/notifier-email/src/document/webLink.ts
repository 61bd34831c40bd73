/** Longer ones are tracking or data; mail clients cut them anyway. */
const maxLinkLength = 2_000

/** The address in its normal form if it is one that a mail may link to: on the web, and nothing that runs. Else null. */
export const webLink = (uri: string): string | null => {
  const text = uri.toWellFormed()
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  const { href, password, username } = new URL(text)
  return username === "" && password === "" && href.length <= maxLinkLength ? href : null
}
