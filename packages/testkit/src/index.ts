export * from "./fixtures/index.ts"
export * from "./Law.ts"
export * from "./storage.ts"
export * from "./workQueue.ts"
