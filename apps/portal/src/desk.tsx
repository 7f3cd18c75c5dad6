import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router'
import { AcceptInvitationPage } from './access/accept-invitation-page.tsx'
import { startApp } from './app/start-app.tsx'
import { AppliancesPage } from './desk/appliances/appliances-page.tsx'
import { DeskShell } from './desk/desk-shell.tsx'
import { DeskEvaluationListPage } from './desk/evaluations/desk-evaluation-list-page.tsx'
import { DeskEvaluationPage } from './desk/evaluations/desk-evaluation-page.tsx'
import { DeskHomePage } from './desk/home/desk-home-page.tsx'
import { IntakePage } from './desk/intake/intake-page.tsx'
import { IntakeRunPage } from './desk/intake/runs/intake-run-page.tsx'
import { LinkagePage } from './desk/linkage/linkage-page.tsx'
import { NodePage } from './desk/node/node-page.tsx'
import { CategoryPassportPage } from './desk/passports/category-passport-page.tsx'
import { PassportsPage } from './desk/passports/passports-page.tsx'
import { SignedPassportPage } from './desk/passports/signed-passport-page.tsx'
import { QuarantinePage } from './desk/quarantine/quarantine-page.tsx'
import { ReleasePage } from './desk/releases/release-page.tsx'
import { StudyPage } from './desk/studies/study-page.tsx'
import { DataSheetPage } from './desk/test-sets/data-sheet-page.tsx'
import { TestSetsPage } from './desk/test-sets/test-sets-page.tsx'
import { NowherePage } from './layout/nowhere-page.tsx'

const root = createRootRoute({ component: DeskShell, notFoundComponent: NowherePage })
const page = (path: string, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component })

// Charts come when they are wanted, so that the first page comes soon.
const StudiesPage = lazyRouteComponent(() => import('./desk/studies/studies-page.tsx'), 'StudiesPage')

const DistributionsPage = lazyRouteComponent(
  () => import('./desk/distributions/distributions-page.tsx'),
  'DistributionsPage',
)

startApp(
  createRouter({
    routeTree: root.addChildren([
      page('/', DeskHomePage),
      page('/invitation', AcceptInvitationPage),
      page('/evaluations', DeskEvaluationListPage),
      page('/evaluations/$id', DeskEvaluationPage),
      page('/evaluations/$id/release', ReleasePage),
      page('/intake', IntakePage),
      page('/intake/$id', IntakeRunPage),
      page('/quarantine', QuarantinePage),
      page('/studies', StudiesPage),
      page('/studies/$id', StudyPage),
      page('/passports', PassportsPage),
      page('/passports/categories/$id', CategoryPassportPage),
      page('/passports/signed/$id', SignedPassportPage),
      page('/linkage', LinkagePage),
      page('/distributions', DistributionsPage),
      page('/test-sets', TestSetsPage),
      page('/test-sets/$id', DataSheetPage),
      page('/appliances', AppliancesPage),
      page('/node', NodePage),
    ]),
    scrollRestoration: true,
  }),
)
