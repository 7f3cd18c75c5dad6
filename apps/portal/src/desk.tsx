import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AcceptInvitationPage } from './access/accept-invitation-page.tsx'
import { startApp } from './app/start-app.tsx'
import { DeskShell } from './desk/desk-shell.tsx'
import { DeskEvaluationListPage } from './desk/evaluations/desk-evaluation-list-page.tsx'
import { DeskEvaluationPage } from './desk/evaluations/desk-evaluation-page.tsx'
import { DeskHomePage } from './desk/home/desk-home-page.tsx'
import { IntakePage } from './desk/intake/intake-page.tsx'
import { NodePage } from './desk/node/node-page.tsx'
import { ReleasePage } from './desk/releases/release-page.tsx'
import { TestSetsPage } from './desk/test-sets/test-sets-page.tsx'
import { NowherePage } from './layout/nowhere-page.tsx'

const root = createRootRoute({ component: DeskShell, notFoundComponent: NowherePage })
const page = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component })

startApp(
  createRouter({
    routeTree: root.addChildren([
      page('/', DeskHomePage),
      page('/invitation', AcceptInvitationPage),
      page('/evaluations', DeskEvaluationListPage),
      page('/evaluations/$id', DeskEvaluationPage),
      page('/evaluations/$id/release', ReleasePage),
      page('/intake', IntakePage),
      page('/test-sets', TestSetsPage),
      page('/node', NodePage),
    ]),
    scrollRestoration: true,
  }),
)
