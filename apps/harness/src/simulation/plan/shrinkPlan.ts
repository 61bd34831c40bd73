import type { Plan } from "./Plan.ts"

/** Smaller plans to try, the boldest first: without a task, without a worker, without a stretch of what befalls them. */
const smaller = function*(plan: Plan): Generator<Plan> {
  for (let size = plan.deeds.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < plan.deeds.length; from += size) {
      yield { ...plan, deeds: [...plan.deeds.slice(0, from), ...plan.deeds.slice(from + size)] }
    }
  }
  for (const task of plan.tasks) {
    if (plan.tasks.length > 1) yield { ...plan, tasks: plan.tasks.filter((one) => one !== task) }
  }
  for (const one of plan.defaults) yield { ...plan, defaults: plan.defaults.filter((other) => other !== one) }
  for (const worker of plan.workers) {
    if (plan.workers.length > 1) yield { ...plan, workers: plan.workers.filter((one) => one !== worker) }
  }
  for (const part of ["pages", "receivers"] as const) {
    for (const [name, turns] of Object.entries(plan[part])) {
      if (turns.length > 1) yield { ...plan, [part]: { ...plan[part], [name]: turns.slice(0, 1) } }
    }
  }
}

/**
 * The smallest plan found that still fails, by leaving things out as long as it does. `fails` is asked at most `tries`
 * times: a month takes a tenth of a second.
 */
export const shrinkPlan = async (plan: Plan, fails: (plan: Plan) => Promise<boolean>, tries = 300): Promise<Plan> => {
  let smallest = plan
  let left = tries
  for (let found = true; found && left > 0;) {
    found = false
    for (const candidate of smaller(smallest)) {
      if (left-- <= 0) break
      if (!(await fails(candidate))) continue
      smallest = candidate
      found = true
      break
    }
  }
  return smallest
}
