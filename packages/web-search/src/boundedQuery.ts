/** The words of a query up to what an engine takes: cut between words, else between characters, never inside one. */
export const boundedQuery = (query: string, most: { readonly characters: number; readonly words?: number }): string => {
  const words = query.trim().split(/\s+/u).slice(0, most.words)
  let kept = ""
  for (const word of words) {
    const next = kept === "" ? word : `${kept} ${word}`
    if (next.length > most.characters) break
    kept = next
  }
  // A script without spaces, or one word as long as a page.
  return kept === "" ? query.trim().slice(0, most.characters).replace(/[\ud800-\udbff]$/u, "") : kept
}
