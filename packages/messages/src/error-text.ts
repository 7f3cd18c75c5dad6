import type { ErrorCode, ErrorParameters, Language } from '@assay/contracts'
import { translator } from './translator.ts'

/** The words for an error: what happened, where, and what to do. */
export function errorText(language: Language, error: { code: ErrorCode; parameters: ErrorParameters }): string {
  return translator(language)(`errors.${error.code}`, error.parameters)
}
