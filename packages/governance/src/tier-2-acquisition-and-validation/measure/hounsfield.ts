/** Hounsfield unit in UCUM. */
export const hounsfield = "[hnsf'U]"
