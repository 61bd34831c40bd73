import { freshStorage } from "./freshStorage.ts"
import { routeSuites } from "./routeSuites.ts"

for (const suite of routeSuites) suite("PostgreSQL", freshStorage)
