/** AAMI classes of beats (ANSI/AAMI EC57): normal, supraventricular ectopic, ventricular ectopic, fusion, unknown. */
export const beatClasses = ['N', 'S', 'V', 'F', 'Q'] as const
export type BeatClass = (typeof beatClasses)[number]

/**
 * WFDB mnemonic → AAMI class, as the WFDB program `bxb` maps them: escape beats e (atrial), j (nodal) and n
 * (supraventricular) are S, the ventricular escape beat E is V; paced beats and fusions of paced beats are Q.
 */
const classOfCode: Readonly<Record<string, BeatClass>> = {
  N: 'N',
  L: 'N',
  R: 'N',
  B: 'N',
  A: 'S',
  a: 'S',
  J: 'S',
  S: 'S',
  e: 'S',
  j: 'S',
  n: 'S',
  V: 'V',
  E: 'V',
  r: 'V',
  F: 'F',
  '/': 'Q',
  f: 'Q',
  Q: 'Q',
  '?': 'Q',
}

/** The class of a beat's mnemonic; undefined for an annotation that is no beat. */
export function beatClassOf(code: string): BeatClass | undefined {
  return classOfCode[code]
}

/** Whether a mnemonic says that a pacemaker made the beat, or a part of it. */
export function isPaced(code: string): boolean {
  return code === '/' || code === 'f'
}
