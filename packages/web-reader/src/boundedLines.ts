/**
 * Characters of one line of a page: three times a long paragraph. Whatever is looked for in a line is looked at with what stands around it in
 * the line, so that the work grows with its square: `$1 $1 …` in a line of 80 kB took 7 s of a process that has leases to keep.
 */
const maxLine = 2_000

/** Where a line that is too long is cut: behind its last sentence, else between words, in its second half. */
const cutAt = (text: string): number => {
  const head = text.slice(maxLine / 2, maxLine)
  const sentence = Math.max(head.lastIndexOf(". "), head.lastIndexOf("! "), head.lastIndexOf("? "))
  const space = sentence >= 0 ? sentence + 1 : head.lastIndexOf(" ")
  if (space >= 0) return maxLine / 2 + space
  return /[\ud800-\udbff]$/u.test(text.slice(0, maxLine)) ? maxLine - 1 : maxLine
}

/** A line of folded text as lines that are not too long; nothing of it is lost but the spaces it was cut at. */
export const boundedLines = (text: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let rest = text
  for (; rest.length > maxLine; ) {
    const end = cutAt(rest)
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return rest === "" ? lines : [...lines, rest]
}
