import type { Violation } from "@vedette/http-contract"

/** Of an input more than this is not repeated: the sender knows it, and an answer need not be as large as a request. */
const MAX_LENGTH = 1_000
const MAX_NODES = 200
const MAX_DEPTH = 16

/** Whether a value can be written as JSON cheaply. Walks without recursion, because the value may have no bottom. */
const isSmall = (value: unknown): boolean => {
  const stack: Array<readonly [unknown, number]> = [[value, 0]]
  let seen = 0
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [one, depth] = next
    if (++seen > MAX_NODES || depth > MAX_DEPTH) return false
    if (typeof one === "object" && one !== null) {
      for (const inner of Object.values(one)) stack.push([inner, depth + 1])
    }
  }
  return true
}

/** What was sent, for the answer that says what is wrong with it; nothing where it is large. */
export const echoInput = (input: unknown): Pick<Violation, "input"> => {
  if (input === undefined || !isSmall(input)) return {}
  return JSON.stringify(input).length > MAX_LENGTH ? {} : { input: input as NonNullable<Violation["input"]> }
}
