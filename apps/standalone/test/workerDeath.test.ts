import { survivesWorkerDeath } from "./support/survivesWorkerDeath.ts"

// Shorter than the default lease, for a shorter test.
survivesWorkerDeath("3s")
