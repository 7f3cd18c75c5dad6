import { lstat } from 'node:fs/promises'

/** Tells a file that was changed from one that was not. */
export async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await lstat(path)
  return `${size}-${mtimeMs}-${ino}`
}
