export * from "./contracts/secretsContract.ts"
