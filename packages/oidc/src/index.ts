export { type OidcOptions, OidcTokenVerifier } from "./OidcTokenVerifier.ts"
