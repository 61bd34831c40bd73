export { PageSearch } from "./PageSearch.ts"
