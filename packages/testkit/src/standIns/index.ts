export * from "./chatServer.ts"
export * from "./openStandIn.ts"
export * from "./searchEngines.ts"
