export { emailNotifier } from "./EmailNotifier.ts"
export { EmailTarget } from "./EmailTarget.ts"
