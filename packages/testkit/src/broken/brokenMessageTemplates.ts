import { ChannelKind } from "@vedette/domain"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

/** Message templates with one defect each, over the memory storage. */
export const brokenMessageTemplates: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "finds one template for every channel",
    ({ messageTemplates }) => ({
      messageTemplates: {
        ...messageTemplates,
        find: (userId) => messageTemplates.find(userId, ChannelKind.make("email"))
      }
    }),
    "a template is found as it was last saved, by its user and kind alone, until it is removed"
  )
]
