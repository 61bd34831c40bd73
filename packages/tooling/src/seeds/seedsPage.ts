import { seeds } from "./seedRows.ts"

/** docs/reference/seeds.md: what the original's documents say, and the test of each row. */
export const seedsPage = (): string =>
  [
    "# What the original documents, and what proves it",
    "",
    "Five documents describe the API that this one takes the place of; they are of three ages. Every row of them is held by a",
    "test of `apps/server/test`, which runs on the real server over both storages. A row whose test is renamed or gone fails",
    "`npm test`.",
    ...seeds.flatMap(({ number, rows, title }) => [
      "",
      `## ${number}: ${title}`,
      "",
      "| It says | Test | In |",
      "|---|---|---|",
      ...rows.map(({ says, suite, test }) =>
        `| ${says} | ${test} | [${suite}](../../apps/server/test/${suite}.ts) |`
      )
    ]),
    ""
  ].join("\n")
