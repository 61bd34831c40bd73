export { notifiersLayer } from "./notifiers.ts"
export { workerLayer, type WorkerOptions } from "./workerLayer.ts"
