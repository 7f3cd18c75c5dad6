export type { MessageKey } from './catalogue.ts'
export { dataSheetRule, dataSheetStated, fitnessOf } from './data-sheet-text.ts'
export { errorText, faultText } from './error-text.ts'
export { languageOf } from './language-of.ts'
export {
  checkName,
  measuredText,
  ownerName,
  ruleName,
  sourceName,
  stratumName,
  stratumValue,
} from './quality-names.ts'
export { findingText, passportKey, tierKey } from './quality-text.ts'
export { resultsFindingText } from './results-finding-text.ts'
export { declaredTexts, trainingCheckTexts } from './training-text.ts'
export { resources, type Translator, translator } from './translator.ts'
