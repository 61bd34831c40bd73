export type { GeminiOptions } from "./GeminiOptions.ts"
