export * from "./chatServer.ts"
export * from "./geminiServer.ts"
export * from "./openStandIn.ts"
export * from "./searchEngines.ts"
