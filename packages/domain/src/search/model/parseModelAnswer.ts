import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { bareJson } from "./bareJson.ts"
import { ModelAnswer } from "./ModelAnswer.ts"

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(ModelAnswer))

/** The answer that a model wrote, or what is wrong with it in words. Nothing is completed or guessed. */
export const parseModelAnswer = (text: string): Result.Result<ModelAnswer, string> =>
  Result.mapError(decode(bareJson(text)), (error) => `It does not fit the schema. ${String(error).slice(0, 400)}`)
