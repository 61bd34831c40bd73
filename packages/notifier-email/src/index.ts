export { emailNotifier } from "./EmailNotifier.ts"
export type { EmailOptions } from "./EmailOptions.ts"
export { EmailTarget } from "./EmailTarget.ts"
