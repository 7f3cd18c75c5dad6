import { publicIdentity } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { LogInPage } from '../access/log-in-page.tsx'
import { useSession } from '../access/use-session.ts'
import { read, remove } from '../api/request.ts'
import { useTexts } from '../app/texts.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Loaded } from './loaded.tsx'

/** A page in the navigation. */
export interface NavigationEntry {
  readonly to: string
  readonly label: string
}

/** What stands around every page: whose server this is, the pages, the person, the language. */
export function Shell({ navigation }: { navigation: readonly NavigationEntry[] }) {
  const { t } = useTexts()
  const session = useSession()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const identity = useQuery({
    queryKey: ['identity'],
    queryFn: () => read('/api/identity', publicIdentity),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const main = useFocusOnChange(path)
  // What is drawn now, which the address may be ahead of.
  const open = useRouterState({ select: ({ matches }) => matches.at(-1)?.fullPath === '/invitation' })
  return (
    <>
      <a className="skip-link" href="#main">
        {t('common.skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          {t('common.brand')} <small>{identity.data?.name}</small>
        </Link>
        <nav aria-label={t('common.navigation')}>
          {session.data ? navigation.map((entry) => <NavigationLink key={entry.to} {...entry} path={path} />) : null}
        </nav>
        <LanguageSwitch />
        {session.data ? <Person {...session.data} /> : null}
      </header>
      <main id="main" className="main" tabIndex={-1} ref={main} style={{ outline: 'none' }}>
        {open ? <Outlet /> : <Loaded query={session}>{(account) => (account ? <Outlet /> : <LogInPage />)}</Loaded>}
      </main>
    </>
  )
}

function NavigationLink({ to, label, path }: NavigationEntry & { path: string }) {
  const here = to === '/' ? path === '/' : path.startsWith(to)
  return (
    <Link to={to} className="nav-link" aria-current={here ? 'page' : undefined}>
      {label}
    </Link>
  )
}

function Person({ displayName, organisation }: { displayName: string; organisation: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const leave = async () => {
    await remove('/api/access/session')
    queries.setQueryData(['session'], null)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'identity' })
  }
  return (
    <>
      <span className="quiet who">{t('common.logIn.who', { name: displayName, organisation })}</span>
      <Button variant="default" size="xs" onClick={leave}>
        {t('common.logIn.out')}
      </Button>
    </>
  )
}

/** After a change of page the focus goes to its content, as after loading a document. */
function useFocusOnChange(path: string) {
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path) main.current?.focus()
    before.current = path
  }, [path])
  return main
}
