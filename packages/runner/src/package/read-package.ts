import { AssayError, type DeviceManifest, deviceManifest } from '@assay/contracts'
import { type PackageEntry, readEntries } from './package-entries.ts'

/**
 * The manifest of a device package, after the whole package was checked.
 * @param archive a tar archive with `device.json` at its top
 * @throws AssayError device-package-invalid (`where`, `what`)
 */
export async function readPackage(archive: Uint8Array): Promise<DeviceManifest> {
  return manifestOf(await readEntries(archive))
}

/** The manifest among a package's files; the program that it names is one of them. */
export function manifestOf(entries: readonly PackageEntry[]): DeviceManifest {
  const file = entries.find(({ path }) => path === 'device.json')
  if (!file) throw invalid('device.json', 'manifest-missing')
  const parsed = deviceManifest.safeParse(parseJson(file.bytes))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(`device.json, ${issue?.path.join('.') || 'top'}`, issue?.code ?? 'custom')
  }
  const program = parsed.data.program.file
  if (!entries.some(({ path }) => path === program)) throw invalid(program, 'program-missing')
  return parsed.data
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw invalid('device.json', 'not-json')
  }
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('device-package-invalid', { where, what })
}
