import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Credentials, invitation, type Random, type Role } from '@assay/contracts'
import type { Member } from '../consortium.ts'
import { acceptInvitation, logIn, type Person } from './person.ts'

/** Somebody the demonstration plays. */
interface Part {
  key: string
  name: string
  displayName: string
}

export interface Cast {
  operator: Person
  vendor: Person
  reviewer: Person
  /** By the hospital's key. */
  stewards: Map<string, Person>
}

/** Keeps a login once it is made, so that a stopped demonstration knows its persons again. */
export interface Logins {
  find(key: string): Credentials | undefined
  keep(key: string, credentials: Credentials): void
}

const operator: Part = { key: 'operator', name: 'operator@centre.example', displayName: 'Wen Jun' }
const vendor: Part = { key: 'vendor', name: 'vendor@vendor.example', displayName: 'Lena Hoffmann' }
const reviewer: Part = { key: 'reviewer', name: 'reviewer@review.example', displayName: 'Zhao Min' }
const stewards: Part[] = [
  { key: 'hospital-1', name: 'steward@northgate.example', displayName: 'Chen Li' },
  { key: 'hospital-2', name: 'steward@riverside.example', displayName: 'Sun Yue' },
  { key: 'hospital-3', name: 'steward@harbour.example', displayName: 'Guo Ping' },
]

/** Logs everybody in; who has no account yet accepts an invitation first. */
export async function gatherCast(
  hub: Member,
  hospitals: readonly Member[],
  logins: Logins,
  random: Random,
): Promise<Cast> {
  const comes = (part: Part, url: string, invite: () => Promise<string>) => enter(part, url, logins, random, invite)
  const first = (member: Member) => async () => firstInvitation(member)
  const operatorPerson = await comes(operator, hub.url, first(hub))
  const invited = (role: Role, organisation: string) => async () =>
    (await operatorPerson.post('/api/access/invitations', { role, organisation }, invitation)).code
  return {
    operator: operatorPerson,
    vendor: await comes(vendor, hub.url, invited('vendor', 'Example Vendor 示例厂商')),
    reviewer: await comes(reviewer, hub.url, invited('reviewer', 'Device Review Centre · 器械审评中心')),
    stewards: new Map(
      await Promise.all(
        hospitals.map(async (hospital, index) => {
          const person = await comes(stewards[index]!, hospital.url, first(hospital))
          return [hospital.key, person] as const
        }),
      ),
    ),
  }
}

async function enter(
  part: Part,
  url: string,
  logins: Logins,
  random: Random,
  invite: () => Promise<string>,
): Promise<Person> {
  const known = logins.find(part.key)
  if (known) {
    const person = await logIn(url, known).catch(() => undefined)
    if (person) return person
  }
  const credentials = { name: part.name, password: known?.password ?? Buffer.from(random(12)).toString('base64url') }
  logins.keep(part.key, credentials)
  return acceptInvitation(url, { ...credentials, displayName: part.displayName, code: await invite() })
}

function firstInvitation(member: Member): string {
  const file = join(member.directory, 'first-invitation')
  if (!existsSync(file))
    throw new Error(
      `${member.name}: somebody accepted its first invitation already, and the demonstration does not know who. ` +
        'Start afresh by moving the var folder away.',
    )
  return readFileSync(file, 'utf8').trim()
}
