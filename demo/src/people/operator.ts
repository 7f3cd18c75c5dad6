import { sha256Hex } from '@assay/contracts'
import { z } from 'zod'
import type { Person } from './person.ts'

const hospitalInvitation = z.object({ code: z.string(), hubUrl: z.url(), hubKeyId: sha256Hex })

/** Invites a hospital; what comes back reaches its steward by another way than the network, in life by telephone. */
export async function inviteHospital(operator: Person, name: string): Promise<z.infer<typeof hospitalInvitation>> {
  return operator.post('/api/hospitals/invitations', { name }, hospitalInvitation)
}
