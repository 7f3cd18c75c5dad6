import type { Language } from '@assay/contracts'
import { createInstance, type i18n } from 'i18next'
import type { MessageKey } from './catalogue.ts'
import { en } from './en/catalogue.ts'
import { zh } from './zh/catalogue.ts'

/** Gives the text of a key in one language, with its `{{parameters}}` filled in as they are (no HTML escaping). */
export type Translator = (key: MessageKey, parameters?: Record<string, string | number>) => string

/** All texts, as i18next takes them: language → namespace `translation` → texts. */
export const resources = { en: { translation: en }, zh: { translation: zh } }

const instances = new Map<Language, i18n>()

/** The translator of a language. */
export function translator(language: Language): Translator {
  const instance = instances.get(language) ?? createTexts(language)
  instances.set(language, instance)
  return (key, parameters = {}) => instance.t(key, parameters)
}

function createTexts(language: Language): i18n {
  const instance = createInstance()
  instance.init({
    lng: language,
    fallbackLng: false,
    resources,
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  })
  return instance
}
