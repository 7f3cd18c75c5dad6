import { z } from 'zod'

/**
 * How many cases of its population a case of a sample stands for: the inverse of the probability that it was drawn, so at
 * least 1 (Horvitz, Thompson, *JASA* 47:663–685, 1952). Finite.
 */
export const designWeight = z.number().min(1).max(1e9)
