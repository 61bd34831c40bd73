/**
 * An address as it is named to others than its owner, who may read along where the owner is told by another channel: of a
 * URL not what a receiver knows its sender by.
 */
export const shownAddress = (address: string): string => {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (url.username + url.password + url.search === "") return address
  const query = url.search === "" ? "" : "?…"
  url.username = ""
  url.password = ""
  url.search = ""
  return `${url.href}${query}`
}
