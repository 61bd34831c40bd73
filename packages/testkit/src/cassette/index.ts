export * from "./Cassette.ts"
export * from "./cassetteFile.ts"
export * from "./recordCassette.ts"
export * from "./replayCassette.ts"
