/**
 * Insertions, deletions, replacements and swaps of neighbours (the commonest slip: `UDS`) that turn one word into the other.
 * Words here are a dozen letters: quadratic is free.
 */
const editDistance = (from: string, to: string): number => {
  let before: ReadonlyArray<number> = []
  let row: ReadonlyArray<number> = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
        ? (before[j - 2] ?? 0) + 1
        : Infinity
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}

/**
 * The candidate that `word` is a misspelling of, or null.
 * A third of the letters may differ, three at most: more would suggest `text` to someone who wrote `date`.
 */
export const nearestWord = (word: string, candidates: ReadonlyArray<string>): string | null => {
  // No keyword is longer than 12 letters; a longer word is no misspelling of one, and is not worth measuring.
  if (word.length > 20) return null
  const folded = word.toLowerCase().replaceAll("-", "_")
  let best: string | null = null
  let fewest = Math.min(3, Math.max(1, Math.floor(folded.length / 3))) + 1
  for (const candidate of candidates) {
    const edits = editDistance(folded, candidate.toLowerCase())
    if (edits < fewest) {
      best = candidate
      fewest = edits
    }
  }
  return best
}
