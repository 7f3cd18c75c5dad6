/** The present instant. Passed in, so that a test or a simulation owns time. */
export type Clock = () => Date

/** `length` random bytes (length ≥ 0). Passed in; cryptographic in every program. */
export type Random = (length: number) => Uint8Array
