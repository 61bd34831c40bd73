import type { Page } from "../../ports/PageReader.ts"
import { speaksToMachine } from "../model/speaksToMachine.ts"
import { selectionOf } from "./selectionOf.ts"

/**
 * `selectionOf`, for what is read from it: an element in which something speaks to a machine gives no price, date or version. That it
 * changed is seen all the same.
 */
export const saidAt = (page: Page, selector: string): ReturnType<typeof selectionOf> => {
  const selection = selectionOf(page, selector)
  return typeof selection !== "string" && speaksToMachine(selection.text) ? `${selector} shows what speaks to a machine` : selection
}
