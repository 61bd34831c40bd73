export { type DatabaseTemplate, freshDatabase, type FreshDatabase, TestDatabaseUnavailable } from "./freshDatabase.ts"
