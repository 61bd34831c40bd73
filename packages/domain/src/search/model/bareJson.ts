/**
 * The JSON in what a model wrote: servers that cannot be told to send JSON alone wrap it in a code block, and thinking models put their
 * thoughts before it.
 */
export const bareJson = (text: string): string => {
  const said = text.replace(/^[\s\S]*<\/think>/u, "").trim()
  const block = /^```(?:json)?\s*([\s\S]*?)\s*```$/u.exec(said)?.[1]
  return block ?? said
}
