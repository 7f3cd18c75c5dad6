export type { MessageKey } from './catalogue.ts'
export {
  dataSheetFigure,
  dataSheetRule,
  dataSheetStated,
  fitnessOf,
  stratumName,
  stratumValue,
} from './data-sheet-text.ts'
export { errorText, faultText } from './error-text.ts'
export { languageOf } from './language-of.ts'
export { checkName, findingText, measurementText, ownerName, passportKey, tierKey } from './quality-text.ts'
export { resultsFindingText } from './results-finding-text.ts'
export { declaredTexts, trainingCheckTexts } from './training-text.ts'
export { resources, type Translator, translator } from './translator.ts'
