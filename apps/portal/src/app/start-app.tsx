import '@fontsource-variable/noto-sans-sc/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../layout/pages.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { ApiError } from '../api/request.ts'
import { startTexts } from './texts.ts'
import { theme } from './theme.ts'

// The pages' policy forbids code made from text, which zod would try.
z.config({ jitless: true })

/** Puts the pages of a router into the document. */
export function startApp(router: AnyRouter): void {
  startTexts()
  const root = document.getElementById('root')
  if (!root) throw new TypeError('the page has no element #root')
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="light">
        <Notifications position="top-right" />
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetEndedSession }),
  mutationCache: new MutationCache({ onError: forgetEndedSession }),
  defaultOptions: {
    queries: {
      staleTime: 1000,
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
    },
  },
})

/** A session may end while pages are open: then they ask to log in again. */
function forgetEndedSession(error: unknown): void {
  if (error instanceof ApiError && error.code === 'not-logged-in') queries.setQueryData(['session'], null)
}
