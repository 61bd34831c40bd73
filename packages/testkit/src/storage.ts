export * from "./contracts/ContractTime.ts"
export * from "./contracts/storageContract.ts"
export type { StoragePorts } from "./contracts/storageLaw.ts"
