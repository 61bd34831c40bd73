import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { expect } from "vitest"

const json = (text: string): unknown => JSON.parse(text)

/** `…` in a documented text stands for anything. */
const asPattern = (text: string): RegExp =>
  new RegExp(`^${text.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]*")}$`)

/** What is documented, as an expectation: of an object the fields it names, of a list its first items. */
const expected = (documented: unknown): unknown => {
  if (typeof documented === "string") return documented.includes("…") ? expect.stringMatching(asPattern(documented)) : documented
  if (Array.isArray(documented)) return documented.map(expected)
  if (typeof documented !== "object" || documented === null) return documented
  return expect.objectContaining(Object.fromEntries(Object.entries(documented).map(([key, value]) => [key, expected(value)])))
}

/** A list may be longer than what is shown of it. */
const shortened = (answer: unknown, documented: unknown): unknown => {
  if (Array.isArray(answer) && Array.isArray(documented)) {
    return answer.slice(0, documented.length).map((item, i) => shortened(item, documented[i]))
  }
  if (typeof answer !== "object" || answer === null || typeof documented !== "object" || documented === null) return answer
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, shortened(value, (documented as Record<string, unknown>)[key])])
  )
}

/** One JSON value, or several after one another. */
const values = (text: string): ReadonlyArray<unknown> =>
  text.trim() === "" ? [] : json(`[${text.trim().replaceAll(/\}\s*\{/g, "},{")}]`) as ReadonlyArray<unknown>

/**
 * Runs a guide: every command of it as it stands there, which must answer what stands under it.
 *
 * Comments say what happens beside the commands: `<!-- keep NAME = field -->` keeps a field of the last answer for the
 * commands after it, and any other, such as `<!-- the worker runs it -->`, does what `also` has under its words.
 *
 * Answers how many answers were compared.
 */
export const runGuide = async (
  name: string,
  env: Record<string, string>,
  also: Readonly<Record<string, () => Promise<unknown>>>
): Promise<number> => {
  const guide = readFileSync(new URL(`../../../docs/guides/${name}`, import.meta.url), "utf8")
  const steps = [...guide.matchAll(/```(?<kind>sh|json)\n(?<code>[\s\S]*?)\n```|<!-- keep (?<name>\w+) = (?<field>\w+) -->|<!-- (?<what>[^>]*) -->/g)]
    .map(({ groups = {} }) => groups)
  let answers: ReadonlyArray<unknown> = []
  let compared = 0
  for (const { code, field, kind, name: kept, what } of steps) {
    if (kind === "sh" && code !== undefined) {
      answers = values((await promisify(execFile)("sh", ["-c", code], { env })).stdout)
    } else if (kind === "json" && code !== undefined) {
      const documented = values(code)
      expect(answers.map((answer, i) => shortened(answer, documented[i]))).toEqual(documented.map(expected))
      compared += 1
    } else if (kept !== undefined && field !== undefined) {
      env[kept] = String((answers[0] as Record<string, unknown>)[field])
    } else if (what !== undefined) {
      await also[what]?.()
    }
  }
  return compared
}
