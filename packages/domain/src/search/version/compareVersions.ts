interface Version {
  readonly numbers: ReadonlyArray<number>
  /** The words of a version that is not out yet, such as `rc.1`; empty for a release. */
  readonly before: ReadonlyArray<string>
}

const form = /^v?(\d{1,9}(?:\.\d{1,9}){0,5})(?:[-_.]?((?:alpha|beta|rc|pre|preview|dev|nightly|canary|next|snapshot|milestone|insider|a|b|m)\.?-?\d*(?:[.-][0-9a-z]{1,20}){0,6}))?(?:esr|lts)?(?:-([0-9a-z][0-9a-z.-]{0,60}))?(?:\+[0-9a-z.-]{1,60})?$/i
/** What distributions and Java add to a release without meaning an earlier one. */
const releaseWords = /^(?:final|ga|release|stable|lts|r|p|post|sp|\d+)(?:[.-]?\d*)*$/i

const read = (text: string): Version | null => {
  const [, numbers, before, rest] = form.exec(text.trim()) ?? []
  if (numbers === undefined) return null
  const words = [before, rest !== undefined && !releaseWords.test(rest) ? rest : undefined].filter((word) => word !== undefined).join(".")
  return {
    numbers: numbers.split(".").map(Number),
    before: words === "" ? [] : words.toLowerCase().split(/[.-]|(?<=[a-z])(?=\d)/)
  }
}

export const isVersion = (text: string): boolean => read(text) !== null

/** Whether a version says of itself that it is not the release: `5.0.0-rc.1`, `5.0b2`. */
export const isPrerelease = (text: string): boolean => (read(text)?.before.length ?? 0) > 0

const compareWord = (a: string, b: string): number =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0

/** Negative, zero or positive, in the order of semver, with any count of numbers: `5` is `5.0.0`. NaN for what is no version. */
export const compareVersions = (left: string, right: string): number => {
  const [a, b] = [read(left), read(right)]
  if (a === null || b === null) return Number.NaN
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length
  for (let at = 0; at < Math.max(a.before.length, b.before.length); at++) {
    const [x, y] = [a.before[at], b.before[at]]
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    const difference = compareWord(x, y)
    if (difference !== 0) return difference
  }
  return 0
}
