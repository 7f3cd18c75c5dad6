import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateLanguage } from '../category.ts'

const files: Record<TemplateLanguage, string> = { node: 'device.mjs', python: 'device.py', shell: 'device.sh' }

/** A device that marks every steep wave of the first lead as a normal beat; in shell, one a second. */
export function beatDeviceTemplate(language: TemplateLanguage): string {
  return readFileSync(join(import.meta.dirname, 'device-template', files[language]), 'utf8')
}
