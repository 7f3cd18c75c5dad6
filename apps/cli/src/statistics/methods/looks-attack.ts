import { boostingAttack, mechanisms } from '@assay/statistics/looks'
import type { MethodInput, MethodResult, ResultCell } from '../method.ts'
import { writePicture } from '../write-picture.ts'

interface AttackOptions {
  readonly cases: number
  readonly queries: number
  readonly picture?: string
}

/** Attacks of each length are run so often. */
const attacks = 3

/** The adaptive attacker of the Ladder paper, told as it is and through mechanisms. */
export async function attack(
  { cases, queries, picture }: AttackOptions,
  { standing, seed, progress, t }: MethodInput,
): Promise<MethodResult> {
  const lengths = [...new Set([1, 2, 3, 4, 5, 6, 7, 8].map((part) => Math.max(1, Math.round((part / 8) * queries))))]
  let done = 0
  const gains = mechanisms.map((mechanism) => ({
    mechanism,
    points: lengths.map((length) => {
      const drawn = Array.from({ length: attacks }, (_, i) => boostingAttack(mechanism, cases, length, seed + i))
      done += 1
      progress(done, lengths.length * mechanisms.length)
      return { queries: length, gain: drawn.reduce((sum, gain) => sum + gain, 0) / attacks }
    }),
  }))
  if (picture)
    await writePicture(picture, standing, {
      lines: gains.map(({ mechanism, points }) => ({
        name: t(`cli.statistics.looks.mechanism.${mechanism}`),
        points: points.map(({ queries: x, gain }) => ({ x, y: gain })),
      })),
      xLabel: t('cli.statistics.looks.queriesColumn'),
      yLabel: t('cli.statistics.looks.gain'),
      yDomain: [-0.02, Math.ceil(20 * Math.max(...gains.flatMap(({ points }) => points.map(({ gain }) => gain)))) / 20],
    })
  return {
    tables: [
      {
        title: t('cli.statistics.looks.attackTitle', { cases }),
        columns: [
          t('cli.statistics.looks.queriesColumn'),
          ...mechanisms.map((mechanism) => t(`cli.statistics.looks.mechanism.${mechanism}`)),
        ],
        rows: lengths.map((length, i): ResultCell[] => [
          `${length}`,
          ...gains.map(({ points }): ResultCell => ({ value: points[i]!.gain, format: 'points' })),
        ]),
      },
    ],
    notes: [t('cli.statistics.looks.note.attack', { attacks, seed }), t('cli.statistics.looks.note.feedback')],
    json: { cases, queries, seed, gains },
  }
}
