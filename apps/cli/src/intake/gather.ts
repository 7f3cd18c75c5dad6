/** Gathers the values of an option that may be repeated. */
export function gather(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}
