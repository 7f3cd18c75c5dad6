import type { Language } from '@assay/contracts'
import { languageOf, resources, type Translator } from '@assay/messages'
import { createInstance } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'

const storageKey = 'assay-language'

/** The texts of all pages, in the language the person chose here before, or else the browser's. */
const texts = createInstance().use(initReactI18next)

/** Loads the texts; call it once, before the first page. */
export function startTexts(): void {
  texts.init({
    lng: localStorage.getItem(storageKey) ?? languageOf(navigator.language),
    fallbackLng: false,
    resources,
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    react: { useSuspense: false },
  })
  document.documentElement.lang = localeOf(language())
}

/** The language in use. */
function language(): Language {
  return texts.language === 'zh' ? 'zh' : 'en'
}

/** Changes the language of every page, and remembers it. */
export async function changeLanguage(to: Language): Promise<void> {
  localStorage.setItem(storageKey, to)
  await texts.changeLanguage(to)
  document.documentElement.lang = localeOf(to)
}

/** The texts for a component; it is drawn anew when the language changes. */
export function useTexts(): { t: Translator; language: Language; locale: string } {
  const { t, i18n } = useTranslation()
  const current = i18n.language === 'zh' ? 'zh' : 'en'
  return { t: t as unknown as Translator, language: current, locale: localeOf(current) }
}

function localeOf(one: Language): string {
  return one === 'zh' ? 'zh-CN' : 'en-GB'
}
