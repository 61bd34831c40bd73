export { GeminiModel, type Interaction, type InteractionRequest } from "./GeminiModel.ts"
export type { GeminiOptions } from "./GeminiOptions.ts"
export { GeminiSearch } from "./GeminiSearch.ts"
