import { type ChannelKind, MessageTemplates, type UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"

const templateKey = (userId: UserId, kind: ChannelKind): string => `${userId}/${kind}`

export const MemoryMessageTemplates = Layer.effect(
  MessageTemplates,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    MessageTemplates.of({
      find: (userId, kind) => read((state) => HashMap.get(state.messageTemplates, templateKey(userId, kind))),
      save: (template) =>
        write((state) =>
          changed(undefined, {
            ...state,
            messageTemplates: HashMap.set(state.messageTemplates, templateKey(template.userId, template.kind), template)
          })
        ),
      remove: (userId, kind) =>
        write((state) => {
          const key = templateKey(userId, kind)
          return changed(HashMap.has(state.messageTemplates, key), {
            ...state,
            messageTemplates: HashMap.remove(state.messageTemplates, key)
          })
        })
    }))
)
