export { WebPageReader, type WebPageReaderOptions } from "./WebPageReader.ts"
