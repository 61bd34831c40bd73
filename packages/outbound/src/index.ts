export type { Resolve } from "./guardedConnector.ts"
export { OutboundHttpFetch, type OutboundOptions } from "./OutboundHttpFetch.ts"
