/** Widths of characters in ems, on the wide side of what common fonts have. */
const widths: readonly [RegExp, number][] = [
  [/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u, 1],
  [/\p{Extended_Pictographic}/u, 1.3],
  [/[MW@%—…]/u, 0.95],
  [/[\p{Lu}mw]/u, 0.72],
  [/[iljtfr.,:;'|!()[\]\s]/u, 0.36],
]

/** How wide a text is drawn at most, in ems: an estimate that needs no fonts. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += widths.find(([kind]) => kind.test(character))?.[1] ?? 0.58
  return width
}

/** The text, or its beginning with an ellipsis where it is wider than `most` ems. */
export function fitText(text: string, most: number): string {
  if (textWidth(text) <= most) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (textWidth(kept + segment) + 0.95 > most) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
