/**
 * Characters that a reader does not see and a model does: controls, soft hyphens, zero-width and direction marks, byte order marks,
 * variation selectors, and the tag block in which whole sentences can be hidden.
 */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu

/** A text as a reader sees it, for a prompt: what cannot be seen is taken out. */
export const plainText = (text: string): string => text.replace(unseen, "")
