/** The source of a pattern for the English name of a day of the week. */
export const weekday = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
