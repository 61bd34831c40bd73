import type { Setting } from "./Setting.ts"

/** The reference page of all settings, in Markdown. */
export const settingsReference = (table: Record<string, Setting<unknown>>): string =>
  [
    "# Settings",
    "",
    "Environment variables. A wrong or missing one stops the start with a list of all that is wrong (exit code 78).",
    "Those marked *secret* may also come as the content of a file: `NAME_FILE=/run/secrets/name`.",
    "",
    "| Variable | Default | Meaning |",
    "|---|---|---|",
    ...Object.values(table).map((setting) =>
      `| \`${setting.name}\`${setting.secret ? " (*secret*)" : ""}${(setting.fallbacks ?? []).map((name) => `, else \`${name}\``).join("")} | ${setting.otherwise} | ${setting.meaning} |`
    ),
    ""
  ].join("\n")
