export { WebPageReader, type WebPageReaderOptions } from "./WebPageReader.ts"
export { Bm25Retriever } from "./Bm25Retriever.ts"
