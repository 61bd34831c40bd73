/** How much a media type is wanted, 0 to 1, where an `Accept` header names it; undefined where it does not. */
const weightOf = (accept: string, type: string): number | undefined => {
  for (const range of accept.toLowerCase().split(",")) {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim())
    if (name !== type) continue
    const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2)
    return q === undefined || !/^[01](\.[0-9]{0,3})?$/.test(q) ? 1 : Number(q)
  }
  return undefined
}

/** Whether errors are wanted as RFC 9457: by name, and no less than plain JSON. */
export const prefersProblem = (accept: string): boolean => {
  const problem = weightOf(accept, "application/problem+json") ?? 0
  return problem > 0 && problem >= (weightOf(accept, "application/json") ?? 0)
}
