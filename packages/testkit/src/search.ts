export * from "./contracts/searchContract.ts"
export * from "./contracts/SearchSubject.ts"
