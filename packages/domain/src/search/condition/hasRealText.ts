/**
 * Below this many letters and digits a page is a shell that a script would fill, or a notice; what it lacks or how it
 * differs says nothing. Two short sentences are more.
 */
const fewestCharacters = 60

export const hasRealText = (text: string): boolean => (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= fewestCharacters
