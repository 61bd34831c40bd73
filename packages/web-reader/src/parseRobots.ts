import packaged from "robots-parser"

/** The package is CommonJS and its types claim a default export inside it; what is imported is the function itself. */
export const parseRobots = packaged as unknown as typeof packaged.default
