import { type Account, currentSession } from '@assay/contracts'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ApiError, read } from '../api/request.ts'

/** The account that is logged in, or null. */
export function useSession(): UseQueryResult<Account | null> {
  return useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: 60_000 })
}

/** The account that is logged in, below the shell, which shows no page without one. */
export function useAccount(): Account {
  const { data } = useSession()
  if (!data) throw new TypeError('nobody is logged in')
  return data
}

async function readSession(): Promise<Account | null> {
  try {
    const { account } = await read('/api/access/session', currentSession)
    return account
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}
