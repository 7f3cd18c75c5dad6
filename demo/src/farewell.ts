import { join } from 'node:path'
import type { Translator } from '@assay/messages'
import type { CollectedReport } from './collect-report.ts'
import type { Scene } from './scene.ts'

/** What a person wants to know at the end: where the pages are and who can log in, while they are served. */
export function whoCanLogIn(scene: Scene, t: Translator): string {
  const { hub, hospitals } = scene.consortium
  const login = (key: string, url: string) => {
    const { name, password } = scene.state.logins[key]!
    return `  ${t('demonstration.login', { name, password, url })}`
  }
  return [
    '',
    t('demonstration.portal', { url: hub.url }),
    ...hospitals.map(({ name, url }) => t('demonstration.desk', { name, url })),
    '',
    t('demonstration.whoCanLogIn'),
    ...['reviewer', 'vendor', 'operator'].map((key) => login(key, hub.url)),
    ...hospitals.map(({ key, url }) => login(key, url)),
  ].join('\n')
}

/** Where the report lies, and how it is checked. */
export function whereTheReportLies(report: CollectedReport, t: Translator): string {
  return [
    '',
    t('demonstration.reportFiles'),
    ...report.files.map((file) => `  ${join(report.folder, file)}`),
    t('demonstration.verifyWith', {
      report: join(report.folder, 'report.json'),
      trust: join(report.folder, 'trust.json'),
    }),
    '',
  ].join('\n')
}
