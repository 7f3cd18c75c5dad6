import type { Language } from '@assay/contracts'

/** The language that a locale (`zh_CN.UTF-8`) or an Accept-Language header asks for; English where neither is asked. */
export function languageOf(wish: string | undefined): Language {
  const asked = (wish ?? '').split(',').map((part) => part.trim().toLowerCase())
  return asked.find((one) => /^(zh|en)\b|^(zh|en)[_-]/.test(one))?.startsWith('zh') ? 'zh' : 'en'
}
