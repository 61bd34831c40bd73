import type { Page } from "../../ports/PageReader.ts"

/** The blocks in which the page itself speaks: without what visitors wrote and what is shown beside it. */
export const mainBlocks = (page: Page): ReadonlyArray<string> =>
  page.roles === undefined ? page.blocks : page.blocks.filter((_, index) => (page.roles?.[index] ?? "main") === "main")
