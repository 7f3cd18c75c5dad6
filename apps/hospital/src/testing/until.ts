/** Waits for a value, for at most `seconds`. */
export async function until<T>(
  what: string,
  find: () => T | undefined | Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    const found = await find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`Waited in vain: ${what}`)
}
