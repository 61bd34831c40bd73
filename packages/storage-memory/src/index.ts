export type { MemoryState } from "./MemoryState.ts"
export * as MemoryStorage from "./MemoryStorage.ts"
export { StoredState } from "./StoredState.ts"
