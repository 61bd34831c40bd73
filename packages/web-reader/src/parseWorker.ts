import { parentPort } from "node:worker_threads"
import { type DocumentRequest, readDocument } from "./readDocument.ts"

// The other end of `DocumentParser`: one document in, one outcome out, until the thread is ended.
parentPort?.on("message", (request: DocumentRequest) => {
  parentPort?.postMessage(readDocument(request), [])
})
