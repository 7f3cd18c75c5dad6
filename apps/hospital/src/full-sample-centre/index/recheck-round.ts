import type { ExpressionBuilder } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { FullSampleTables, StudyRow } from '../full-sample-tables.ts'
import { rulesKey } from './rules-key.ts'

/** Studies that changed rules touch that are checked before what came in meanwhile is looked at. */
const mostAtATime = 100

type Rechecking = Pick<Hospital, 'db' | 'ruleSets' | 'version' | 'wakeIntake'>
type Order = FullSampleTables['rechecks']

/** Studies that were ordered to be checked again, some of them. */
export interface RecheckRound {
  /** The next one, or undefined: none is left, or it is another's turn; then whoever works on intakes is woken for the rest. */
  readonly next: () => Promise<StudyRow | undefined>
  /** Once all that were given are checked: the next round goes on behind them. */
  readonly keep: () => Promise<void>
}

/**
 * Begins a round. Studies of an order come by their ids, each found in an index behind the one before, however many there are and however many
 * were checked; a kill has some of a round checked once more, which leaves them as they are.
 */
export function beginRecheckRound(hospital: Rechecking): RecheckRound {
  const { db } = hospital
  const reached = new Map<string, { readonly order: Order; readonly to: string | null; readonly isDone: boolean }>()
  let left = mostAtATime
  const next = async (): Promise<StudyRow | undefined> => {
    for (const order of await listOrders(db)) {
      const { to, isDone } = reached.get(keyOf(order)) ?? { to: order.checked_to, isDone: isMoot(hospital, order) }
      const found = isDone ? undefined : await findBehind(db, order, to)
      reached.set(keyOf(order), { order, to: found?.id ?? to, isDone: found === undefined })
      if (!found) continue
      left -= 1
      return found
    }
    return undefined
  }
  return {
    next: async () => {
      if (left > 0) return next()
      hospital.wakeIntake()
      return undefined
    },
    keep: async () => {
      for (const { order, to, isDone } of reached.values()) {
        const isOrder = (build: ExpressionBuilder<FullSampleTables, 'rechecks'>) =>
          build.and({ category: order.category, rules_key: order.rules_key })
        if (isDone) await db.deleteFrom('rechecks').where(isOrder).execute()
        else await db.updateTable('rechecks').set({ checked_to: to }).where(isOrder).execute()
      }
    },
  }
}

function listOrders(db: HospitalDb): Promise<Order[]> {
  return db.selectFrom('rechecks').selectAll().orderBy('ordered_at').orderBy('category').orderBy('rules_key').execute()
}

/** The documents hold again: whoever was checked under them is as it should be. */
function isMoot(hospital: Rechecking, { category, rules_key }: Order): boolean {
  return rules_key === rulesKey(hospital, category)
}

/** Those that are due anyway are left to that. */
function findBehind(db: HospitalDb, { category, rules_key }: Order, id: string | null): Promise<StudyRow | undefined> {
  const query = db
    .selectFrom('studies')
    .selectAll()
    .where('category', '=', category)
    .where('rules_key', '=', rules_key)
    .where('check_after', 'is', null)
    .orderBy('category')
    .orderBy('rules_key')
    .orderBy('id')
    .limit(1)
  return (id === null ? query : query.where('id', '>', id)).executeTakeFirst()
}

function keyOf({ category, rules_key }: Order): string {
  return `${category} ${rules_key}`
}
