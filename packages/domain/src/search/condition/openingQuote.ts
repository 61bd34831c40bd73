import { quoteAround } from "./quoteAround.ts"

/** What stands on the page now, for evidence that something else does not: the first block that says something, or nothing. */
export const openingQuote = (blocks: ReadonlyArray<string>): ReadonlyArray<string> => {
  const block = blocks.find((block) => block.trim().length >= 20) ?? blocks.find((block) => /[\p{L}\p{N}]/u.test(block))
  return block === undefined ? [] : [quoteAround(block, 0, 1)]
}
