/**
 * The `Link` to the next page: the request's own address with the cursor put in.
 *
 * @param base what the address is relative to: the public URL where one is configured, else what the client called
 */
export const nextPageLink = (base: string, requestUrl: string, cursor: string): string => {
  const [path = "/"] = requestUrl.split("?", 1)
  const search = new URLSearchParams(requestUrl.slice(path.length))
  search.set("cursor", cursor)
  const relative = `${path}?${search.toString()}`
  return `<${URL.canParse(relative, base) ? new URL(relative, base).href : relative}>; rel="next"`
}
