export { ntfyNotifier, type NtfyOptions } from "./NtfyNotifier.ts"
export { NtfyTarget } from "./NtfyTarget.ts"
