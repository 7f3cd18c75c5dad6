import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateLanguage } from './category.ts'

const files: Record<TemplateLanguage, string> = { node: 'device.mjs', python: 'device.py', shell: 'device.sh' }

/** Gives the devices to begin with that lie in `device-template` beside a task, by their language. */
export function deviceTemplates(folder: string): (language: TemplateLanguage) => string {
  return (language) => readFileSync(join(folder, 'device-template', files[language]), 'utf8')
}
