import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AcceptInvitationPage } from './access/accept-invitation-page.tsx'
import { startApp } from './app/start-app.tsx'
import { DeskShell } from './desk/desk-shell.tsx'
import { NowherePage } from './layout/nowhere-page.tsx'

const root = createRootRoute({ component: DeskShell, notFoundComponent: NowherePage })
const page = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component })

startApp(
  createRouter({
    routeTree: root.addChildren([page('/invitation', AcceptInvitationPage)]),
    scrollRestoration: true,
  }),
)
