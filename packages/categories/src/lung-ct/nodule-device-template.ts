import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateLanguage } from '../category.ts'

const files: Record<TemplateLanguage, string> = { node: 'device.mjs', python: 'device.py', shell: 'device.sh' }

/** A device that marks every compact spot of soft tissue that stands by itself, the rounder the surer. */
export function noduleDeviceTemplate(language: TemplateLanguage): string {
  return readFileSync(join(import.meta.dirname, 'device-template', files[language]), 'utf8')
}
