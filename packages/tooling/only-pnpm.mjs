// `npm install` would build a second, unlocked tree beside pnpm's. The launcher installs with the pinned pnpm.
if (!(process.env.npm_config_user_agent ?? "").startsWith("pnpm/")) {
  console.error("\n  This repository installs itself: run `npm start` or `npm test`.\n")
  process.exit(1)
}
