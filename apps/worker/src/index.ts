export { notifiersLayer } from "./notifiers.ts"
export { searchLayer } from "./searchLayer.ts"
export { workerLayer, type WorkerOptions } from "./workerLayer.ts"
