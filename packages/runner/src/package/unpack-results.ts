import { type PackageSource, unpackFiles } from './unpack-files.ts'

/** Files of a large set: some for each case. */
const mostFiles = 500_000

/**
 * Lays the files of a results archive (a tar), read as hostile, below an empty folder: plain files with plain names, bounded
 * in number and size, as in a device package.
 * @returns their paths
 * @throws AssayError device-package-invalid (`where`, `what`), device-digest-mismatch
 */
export async function unpackResults(source: PackageSource, folder: string, digest: string): Promise<string[]> {
  return (await unpackFiles(source, folder, digest, mostFiles)).map(({ path }) => path)
}
