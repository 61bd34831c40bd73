import type { FeedEntry, Page } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import { createHash } from "node:crypto"
import type { DocumentContent, ReadEntry } from "./DocumentContent.ts"
import { maskNumbers } from "./maskNumbers.ts"
import { ownText } from "./ownText.ts"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")
const instant = (ms: number | null): DateTime.Utc | null => ms === null ? null : DateTime.makeUnsafe(ms)

const feedEntry = ({ publishedMs, updatedMs, ...entry }: ReadEntry): FeedEntry => ({
  ...entry,
  publishedAt: instant(publishedMs),
  updatedAt: instant(updatedMs)
})

/** A `Page` of what was read, with its hashes and its instants. */
export const pageOfContent = (
  content: DocumentContent,
  read: { readonly url: string; readonly finalUrl: string; readonly readAt: DateTime.Utc; readonly bytes: number }
): Page => {
  const text = content.blocks.join("\n")
  const own = ownText(content.blocks, content.roles)
  const selections: Record<string, { readonly text: string; readonly hash: string } | null> = Object.create(null)
  for (const [selector, selected] of content.selected) {
    selections[selector] = selected === null ? null : { text: selected, hash: sha256(selected) }
  }
  return {
    ...read,
    title: content.title,
    hash: sha256(text),
    ownHash: sha256(own),
    wordsHash: sha256(maskNumbers(own)),
    text,
    blocks: [...content.blocks],
    offers: content.offers.map(({ offeredFromMs, offeredUntilMs, priceValidUntilMs, ...offer }) => ({
      ...offer,
      priceValidUntil: instant(priceValidUntilMs),
      ...(offeredUntilMs === null ? {} : { offeredUntil: DateTime.makeUnsafe(offeredUntilMs) }),
      ...(offeredFromMs === null ? {} : { offeredFrom: DateTime.makeUnsafe(offeredFromMs) })
    })),
    selections,
    kind: content.kind,
    headings: [...content.headings],
    ...(content.sections.length === 0 ? {} : { sections: [...content.sections] }),
    ...(content.roles.every((role) => role === "main") ? {} : { roles: [...content.roles] }),
    ...(content.entries === null ? {} : { entries: content.entries.map(feedEntry) }),
    dates: [...content.dates],
    versions: [...content.versions],
    ...(content.rest === null ? {} : { rest: content.rest }),
    ...(content.lang === null ? {} : { lang: content.lang }),
    ...(content.canonicalUrl === null ? {} : { canonicalUrl: content.canonicalUrl })
  }
}
