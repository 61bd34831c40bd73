import type { Violation } from "@vedette/http-contract"

/** What a client may call a request. Printable ASCII, so that no two spellings of it look alike. */
const form = /^[\x21-\x7e]{1,255}$/

/** What is wrong with the name that a client gives a request. None is fine. */
export const idempotencyKeyViolations = (key: string | ReadonlyArray<string> | undefined): ReadonlyArray<Violation> =>
  key === undefined || (typeof key === "string" && form.test(key)) ? [] : [{
    loc: ["header", "idempotency-key"],
    msg: `String should match pattern '${form.source}'`,
    type: "string_pattern_mismatch",
    input: String(key).slice(0, 300)
  }]
