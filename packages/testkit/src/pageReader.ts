export { pageReaderContract, pageReaderLaws } from "./contracts/pageReaderContract.ts"
export { PageReaderSubject } from "./contracts/PageReaderSubject.ts"
