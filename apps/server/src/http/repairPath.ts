const decodes = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/**
 * A path whose percent-encoding cannot be undone is taken by the letter: then a parameter of it is a bad UUID, and
 * says so, where the router would only know that something is wrong.
 */
export const repairPath = (url: string): string => {
  const end = url.indexOf("?")
  const path = end === -1 ? url : url.slice(0, end)
  return decodes(path) ? url : path.replaceAll("%", "%25") + (end === -1 ? "" : url.slice(end))
}
