import { speaksToMachine } from "../model/speaksToMachine.ts"

/**
 * Below this many letters and digits a page is a shell that a script would fill, or a notice; what it lacks or how it
 * differs says nothing. Two short sentences are more.
 */
const fewestCharacters = 60

/** Whether there is enough on a page for its readers. What speaks to a machine is no text of the page's. */
export const hasRealText = (blocks: ReadonlyArray<string>): boolean => {
  let characters = 0
  for (const block of blocks) {
    if (!speaksToMachine(block)) characters += block.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    if (characters >= fewestCharacters) return true
  }
  return false
}
