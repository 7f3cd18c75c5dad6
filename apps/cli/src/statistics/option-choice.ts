import { AssayError } from '@assay/contracts'

/** One of some words. @throws AssayError `option-invalid` with the words that there are */
export function oneOf<Choice extends string>(choices: readonly Choice[], option: string): (text: string) => Choice {
  return (text) => {
    const found = choices.find((choice) => choice === text)
    if (found === undefined)
      throw new AssayError('option-invalid', { option, what: 'option-choice', choices: choices.join(', ') })
    return found
  }
}
