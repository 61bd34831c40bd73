/** Hours by a clock on a wall an hour ahead of UTC, which is Berlin's in winter. */
export interface QuietWall {
  readonly fromHour: number
  readonly toHour: number
}

/** The wall's hours in which nobody is told, reckoned without the domain's. */
export const isQuiet = (atMs: number, { fromHour, toHour }: QuietWall): boolean => {
  const hour = new Date(atMs + 3_600_000).getUTCHours()
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour
}

export const quietOf = (hours: { readonly from: string; readonly to: string } | null): QuietWall | null =>
  hours === null ? null : { fromHour: Number(hours.from.slice(0, 2)), toHour: Number(hours.to.slice(0, 2)) }
