import { Evaluator, judgePrompt, modelAnswerSchema, parseModelAnswer, promptVersion } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import { ChatModel } from "./ChatModel.ts"

/** 96 bits: nobody who writes a page can guess it. */
const fence = Effect.map(
  Effect.all(Array.from({ length: 3 }, () => Random.nextIntBetween(0, 0xffff_ffff))),
  (parts) => `FENCE-${parts.map((part) => part.toString(16).padStart(8, "0")).join("")}`
)

/** `Evaluator` by a chat model. */
const layer: Layer.Layer<Evaluator, never, ChatModel> = Layer.effect(
  Evaluator,
  ChatModel.use((chat) =>
    Effect.succeed(Evaluator.of({
      model: chat.model,
      promptVersion,
      evaluate: Effect.fn("ChatEvaluator.evaluate")(function*({ budget, now, passages, question }) {
        const { system, user } = judgePrompt({ question, passages, now, fence: yield* fence })
        const { usage, value } = yield* chat.ask({
          request: {
            messages: [{ role: "system", content: system }, { role: "user", content: user }],
            schema: { name: "judgement", schema: modelAnswerSchema }
          },
          parse: parseModelAnswer,
          budget
        })
        return { answer: value, usage }
      })
    }))
  )
)

export const ChatEvaluator = { layer }
