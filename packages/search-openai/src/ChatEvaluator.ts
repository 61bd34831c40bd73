import { Evaluator, judgePrompt, modelAnswerSchema, parseModelAnswer, promptVersion, randomFence } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ChatModel } from "./ChatModel.ts"

/** `Evaluator` by a chat model. */
const layer: Layer.Layer<Evaluator, never, ChatModel> = Layer.effect(
  Evaluator,
  ChatModel.use((chat) =>
    Effect.succeed(Evaluator.of({
      model: chat.model,
      promptVersion,
      evaluate: Effect.fn("ChatEvaluator.evaluate")(function*({ budget, now, passages, question }) {
        const { system, user } = judgePrompt({ question, passages, now, fence: yield* randomFence })
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
