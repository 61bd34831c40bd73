/**
 * Characters that a reader does not see and a model does: controls, and what Unicode calls formats and ignorable, among them soft hyphens,
 * zero-width and direction marks, variation selectors, and the tag block in which whole sentences can be hidden.
 */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{DI}]/gu

/** A text as a reader sees it, for a prompt: what cannot be seen is taken out. */
export const plainText = (text: string): string => text.replace(unseen, "")
