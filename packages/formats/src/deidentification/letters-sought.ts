/**
 * Makes the function that says whether patterns could find anything in a text: never no where one would, whatever its case. It looks for the
 * letters and digits that each pattern asks for, one behind the other in a text of which nothing else is left, which is a matter of microseconds;
 * to make ready to search for a patient's names takes tens of milliseconds.
 * @param patterns of `namePatterns`, `numberPatterns` and `placePatterns`, for texts in the form of `normalText`
 */
export function lettersSought(patterns: readonly string[]): (text: string) => boolean {
  const sought = [...new Set(patterns.map(lettersOf))]
  return (text) => {
    const letters = lettersOnly(text)
    return sought.some((one) => letters.includes(one))
  }
}

/** What stands in front of and behind a word or not, and what may stand between its characters: never letters or digits. */
const lookarounds = /\(\?<?!(?:\[[^\]]*\]|\\p\{[^}]*\})\)/g
const gaps = /\[(?:\^\\p\{L\}\\p\{N\}|\\s\._\/-)\](?:\{\d,\d\}|\?)/g

/** Of which one stands there, whichever. */
const choices = /\(\?:[^()]*\)/

/** The longest run of letters and digits that each text has which a pattern finds; an empty one, which all have, where nobody can say. */
function lettersOf(pattern: string): string {
  const runs = pattern.replaceAll(lookarounds, '').replaceAll(gaps, '').split(choices)
  const plain = runs.map((run) => run.replaceAll(/\\([^a-zA-Z\d])/g, '$1'))
  const [longest = ''] = plain.map(lettersOnly).sort((a, b) => b.length - a.length)
  return runs.some((run) => /[\\()[\]{}|?*+^$.]/.test(run)) ? '' : longest
}

/** Letters and digits in one case, by which whatever is the same but for the case is the same. */
function lettersOnly(text: string): string {
  return text
    .toLowerCase()
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
