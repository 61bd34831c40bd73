import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ModelAnswer } from "./ModelAnswer.ts"

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(ModelAnswer))

/** Servers that cannot be told to send JSON alone wrap it in a code block, and thinking models put their thoughts before it. */
const bare = (text: string): string => {
  const said = text.replace(/^[\s\S]*<\/think>/u, "").trim()
  const block = /^```(?:json)?\s*([\s\S]*?)\s*```$/u.exec(said)?.[1]
  return block ?? said
}

/** The answer that a model wrote, or what is wrong with it in words. Nothing is completed or guessed. */
export const parseModelAnswer = (text: string): Result.Result<ModelAnswer, string> =>
  Result.mapError(decode(bare(text)), (error) => `It does not fit the schema. ${String(error).slice(0, 400)}`)
