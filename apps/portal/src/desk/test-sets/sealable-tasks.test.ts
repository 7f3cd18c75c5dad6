import type { IntakeRun } from '@assay/contracts'
import { expect, it } from 'vitest'
import { sealableTasks } from './sealable-tasks.ts'

const run = (category: string, accepted: number, state: IntakeRun['state'] = 'finished') =>
  ({ category, accepted, known: 0, state }) as IntakeRun

it('offers a task only where data of its kind were taken in, with the intakes that brought them', () => {
  const categories = [
    { id: 'ecg', comes: 'records', tasks: ['beat-classification'] },
    { id: 'lung-ct', comes: 'files', tasks: [] },
  ] as const
  const known = categories.map((one) => ({ ...one, tasks: [...one.tasks] }))
  expect(sealableTasks(known, [run('lung-ct', 3)])).toEqual([])
  expect(sealableTasks(known, [run('ecg', 0), run('ecg', 2, 'running')])).toEqual([])
  const [one] = sealableTasks(known, [run('lung-ct', 3), run('ecg', 5)])
  expect(one).toMatchObject({ category: 'ecg', task: 'beat-classification', runs: [{ accepted: 5 }] })
})
