/** The structures of a brain that devices segment, by their label. What is neither is 0. */
export const structures = { 'grey-matter': 1, 'white-matter': 2 } as const
export type Structure = keyof typeof structures

export const structureNames = Object.keys(structures) as [Structure, ...Structure[]]

/** The largest label there is. */
export const mostLabel = Math.max(...Object.values(structures))
