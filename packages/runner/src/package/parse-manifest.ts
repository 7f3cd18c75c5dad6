import { type DeviceManifest, deviceManifest } from '@assay/contracts'
import { invalid } from '../image/file-tree.ts'

/**
 * The manifest of a text.
 * @param where what the text is called in errors
 * @throws AssayError device-package-invalid
 */
export function parseManifest(text: string, where: string): DeviceManifest {
  return checkManifest(parseJson(text, where), where)
}

/** A manifest that was read from JSON. @throws AssayError device-package-invalid */
export function checkManifest(json: unknown, where: string): DeviceManifest {
  const parsed = deviceManifest.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(`${where}, ${issue?.path.join('.') || 'top'}`, issue?.code ?? 'custom')
}

/** @throws AssayError that names the place where the text is no JSON */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(where, 'not-json')
  }
}
