export * from "./alteredStorage.ts"
export { type BrokenNotifier, brokenNotifiers } from "./brokenNotifiers.ts"
export type { BrokenStorage } from "./brokenStorage.ts"
export * from "./brokenStorages.ts"
