/**
 * A URL, or what was meant to be one, as it may stand in a message: without user name and password. Messages are stored and shown
 * to others than the one who knows the password. By text and not by parsing: what does not parse is printed too.
 */
export const withoutCredentials = (url: string): string => url.replace(/^(\s*[a-z][a-z0-9+.-]*:[/\\]*)[^/?#]*@/iu, "$1")
