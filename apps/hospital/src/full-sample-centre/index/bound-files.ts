/** A file with its name and role, bound to its content by its hash. */
export interface BoundFile {
  readonly name: string
  readonly role: string
  readonly sha256: string
}

/**
 * The files of a case or a study as a manifest lists them: name, role and hash of each, by name, so that nothing can be
 * swapped unseen. The order depends on nothing but the names.
 */
export function boundFiles(files: readonly BoundFile[]): BoundFile[] {
  return files.map(({ name, role, sha256 }) => ({ name, role, sha256 })).sort(by(({ name }) => name))
}

/** By code units, whatever the collation of the database is. */
export function by<T>(keyOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)
}
