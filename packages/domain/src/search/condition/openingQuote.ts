import { speaksToMachine } from "../model/speaksToMachine.ts"
import { quoteAround } from "./quoteAround.ts"

/** What stands on the page now, for evidence that something else does not: the first block that says something to its readers, or nothing. */
export const openingQuote = (blocks: ReadonlyArray<string>): ReadonlyArray<string> => {
  const said = (is: (block: string) => boolean) => blocks.find((block) => is(block) && !speaksToMachine(block))
  const block = said((one) => one.trim().length >= 20) ?? said((one) => /[\p{L}\p{N}]/u.test(one))
  return block === undefined ? [] : [quoteAround(block, 0, 1)]
}
