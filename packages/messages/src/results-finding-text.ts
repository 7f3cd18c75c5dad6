import type { Language, ResultsFinding } from '@assay/contracts'
import { faultText } from './error-text.ts'
import { translator } from './translator.ts'

/** What a finding in a results archive is, and what to do about it. */
export function resultsFindingText(
  language: Language,
  { code, parameters }: Pick<ResultsFinding, 'code' | 'parameters'>,
): { what: string; todo: string } {
  const t = translator(language)
  const { outcome } = parameters
  // A fault in the device's words; else how the output failed.
  const what = parameters.what === undefined ? outcomeText(t, `${outcome}`) : faultText(language, parameters)
  return {
    what: t(`desk.resultsFile.finding.${code}.what`, { what }),
    todo: t(`desk.resultsFile.finding.${code}.todo`),
  }
}

const outcomes = ['output-missing', 'output-invalid', 'output-too-large'] as const

function outcomeText(t: ReturnType<typeof translator>, outcome: string): string {
  const known = outcomes.find((one) => one === outcome)
  return known ? t(`report.outcome.${known}`) : ''
}
