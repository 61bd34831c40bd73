export * from "./contracts/ContractTime.ts"
export type { StoragePorts } from "./contracts/storageLaw.ts"
export * from "./contracts/workQueueContract.ts"
