export { loadScenarios } from "./loadScenarios.ts"
export { runScenario, type ScenarioReport } from "./runScenario.ts"
export type { Scenario } from "./scenario/Scenario.ts"
