export { slackNotifier, type SlackOptions } from "./SlackNotifier.ts"
export { SlackTarget } from "./SlackTarget.ts"
