export type { MessageKey } from './catalogue.ts'
export { errorText } from './error-text.ts'
export { languageOf } from './language-of.ts'
export { resources, type Translator, translator } from './translator.ts'
