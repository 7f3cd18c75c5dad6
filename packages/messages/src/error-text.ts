import type { ErrorCode, ErrorParameters, Language } from '@assay/contracts'
import { en } from './en/catalogue.ts'
import { ruleNames } from './quality-names.ts'
import { translator } from './translator.ts'
import { countedFaults, readingFaults } from './zh/reading-faults.ts'

/** The words for an error: what happened, where, and what to do. A fault that has words of its own is put in words too. */
export function errorText(language: Language, error: { code: ErrorCode; parameters: ErrorParameters }): string {
  const t = translator(language)
  const { what, reason, rules, where } = error.parameters
  const words = {
    ...(isKeptName(where) ? { where: t('common.theFile') } : {}),
    ...(what === undefined ? {} : { what: faultText(language, error.parameters) }),
    ...(isFault(reason) ? { reason: faultText(language, { what: reason }) } : {}),
    ...(error.code === 'study-quality' ? { rules: ruleNames(language, `${rules}`) } : {}),
  }
  return t(`errors.${error.code}`, { ...error.parameters, ...words })
}

/** A name that the node itself gave a copy: it tells a person nothing. */
function isKeptName(where: string | number | undefined): boolean {
  return typeof where === 'string' && /^object-[0-9a-f]{16,}$/.test(where)
}

/** The words for a fault alone: those that it has of its own, or what the parameters say. */
export function faultText(language: Language, parameters: ErrorParameters): string {
  const { what = '' } = parameters
  return isFault(what) ? translator(language)(`faults.${what}`, parameters) : readingFault(language, `${what}`)
}

/** Why a reader could not go on, and at which byte, in words of the language as far as there are. */
function readingFault(language: Language, what: string): string {
  if (language === 'en') return what
  const [, fault = what, place] = /^(.*), at byte (\d+)$/.exec(what) ?? []
  const words = Object.hasOwn(readingFaults, fault) ? readingFaults[fault] : countedFault(fault)
  if (words === undefined) return what
  return place === undefined ? words : `${words}，位于第 ${place} 字节`
}

function countedFault(fault: string): string | undefined {
  const [expression, words] = countedFaults.find(([one]) => one.test(fault)) ?? []
  return expression && fault.replace(expression, words!)
}

function isFault(what: string | number | undefined): what is keyof typeof en.faults {
  return typeof what === 'string' && Object.hasOwn(en.faults, what)
}
