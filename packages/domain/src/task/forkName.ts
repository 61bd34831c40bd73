/** As long as a name may be. */
const MAX_LENGTH = 200

/** A name with a mark at its end, cut so that both fit. Counted in code points, as names are. */
const marked = (name: string, mark: string): string =>
  `${Array.from(name).slice(0, MAX_LENGTH - mark.length).join("").trimEnd()}${mark}`

/**
 * The three names a fork may get, in the order they are tried: of one that was asked for itself first, of one that was not
 * the source's as a copy.
 */
export const forkNames = (source: string, wanted: string | null): readonly [string, string, string] =>
  wanted === null
    ? [marked(source, " (Copy)"), marked(source, " (Copy 2)"), marked(source, " (Copy 3)")]
    : [wanted, marked(wanted, " (Copy)"), marked(wanted, " (Copy 2)")]
