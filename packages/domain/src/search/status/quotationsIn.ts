/** Pairs of quotation marks, with at least three words between them: fewer are a title or a name. A single mark may be an apostrophe. */
const pairs = [/“[^“”]{0,2000}(?:”|$)/gu, /"[^"]{0,2000}(?:"|$)/gu, /«[^«»]{0,2000}»/gu, /„[^„“”]{0,2000}[“”]/gu, /(?<![\p{L}\p{N}])‘[^‘]{0,500}?’(?![\p{L}\p{N}])/gu, /(?<![\p{L}\p{N}])'[^']{0,500}?'(?![\p{L}\p{N}])/gu]

/** Where a text gives the words of others, or says how something may be worded. */
export const quotationsIn = (text: string): ReadonlyArray<{ readonly start: number; readonly end: number }> =>
  pairs.flatMap((pair) => [...text.matchAll(pair)].flatMap(({ 0: quoted, index }) =>
    quoted.trim().split(/\s+/u).length < 3 ? [] : [{ start: index, end: index + quoted.length }]
  ))
