import type { ViolationWords } from "@vedette/http-contract"

/** "Input should be 'a', 'b' or 'c'", as the original's framework says it. */
export const enumWords = (allowed: ReadonlyArray<unknown>): ViolationWords => {
  const quoted = allowed.map((one) => `'${String(one)}'`)
  const expected = quoted.length < 2
    ? quoted.join("")
    : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`
  return { type: "enum", msg: `Input should be ${expected}`, ctx: { expected } }
}
