/**
 * Limits of the threads that look at files and studies. What they make is garbage after each file: in 12 MB, two halves of 4 MB and what holds
 * them, the collector clears it as fast as in the 48 MB of the default, and it stays in the processor's cache. With the default a long series
 * took the node half a gigabyte more, since what had filled 16 MB was moved among the old and its buffers waited there.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 12 } as const
