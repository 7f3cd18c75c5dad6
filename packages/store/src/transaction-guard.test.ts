import { expect, test } from 'vitest'
import { openTestStore } from './testing.ts'
import { afterCommit, inTransaction } from './transaction-guard.ts'

test('hints come after the commit, not after a rollback, and at once where no transaction is open', async () => {
  const { db, close } = await openTestStore([])
  const heard: string[] = []
  await inTransaction(db, async () => {
    afterCommit(() => heard.push('committed'))
    expect(heard).toEqual([])
  })
  const failing = inTransaction(db, async () => {
    afterCommit(() => heard.push('rolled back'))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  afterCommit(() => heard.push('outside'))
  expect(heard).toEqual(['committed', 'outside'])
  await close()
})

test('work that ends in a deadlock is run again, three times in all', async () => {
  const { db, close } = await openTestStore([])
  let runs = 0
  const deadlocked = (until: number) =>
    inTransaction(db, async () => {
      runs += 1
      if (runs < until) throw Object.assign(new Error('deadlock'), { code: '40P01' })
      return runs
    })
  expect(await deadlocked(3)).toBe(3)
  runs = 0
  await expect(deadlocked(9)).rejects.toThrow('deadlock')
  expect(runs).toBe(3)
  await close()
})
