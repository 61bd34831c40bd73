import { survivesWorkerDeath } from "./support/survivesWorkerDeath.ts"

// The default: taken up within a minute.
survivesWorkerDeath("30s")
