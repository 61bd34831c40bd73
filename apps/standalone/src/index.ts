export { type Standalone, type StandaloneOptions, startStandalone } from "./startStandalone.ts"
