import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router'
import { AcceptInvitationPage } from './access/accept-invitation-page.tsx'
import { startApp } from './app/start-app.tsx'
import { NowherePage } from './layout/nowhere-page.tsx'
import { DevicesPage } from './portal/devices/devices-page.tsx'
import { EvaluationListPage } from './portal/evaluations/evaluation-list-page.tsx'
import { HomePage } from './portal/home/home-page.tsx'
import { HospitalsPage } from './portal/hospitals/hospitals-page.tsx'
import { LinkagePage } from './portal/linkage/linkage-page.tsx'
import { PeoplePage } from './portal/people/people-page.tsx'
import { PortalShell } from './portal/portal-shell.tsx'

const root = createRootRoute({ component: PortalShell, notFoundComponent: NowherePage })
const page = (path: string, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component })

// Charts and the long form come when they are wanted, so that the first page comes soon.
const EvaluationPage = lazyRouteComponent(() => import('./portal/evaluations/evaluation-page.tsx'), 'EvaluationPage')
const ApplicationPage = lazyRouteComponent(
  () => import('./portal/applications/application-page.tsx'),
  'ApplicationPage',
)
const EditDraftPage = lazyRouteComponent(() => import('./portal/applications/edit-draft-page.tsx'), 'EditDraftPage')

const DistributionsPage = lazyRouteComponent(
  () => import('./portal/distributions/distributions-page.tsx'),
  'DistributionsPage',
)

startApp(
  createRouter({
    routeTree: root.addChildren([
      page('/', HomePage),
      page('/invitation', AcceptInvitationPage),
      page('/evaluations', EvaluationListPage),
      page('/evaluations/$id', EvaluationPage),
      page('/evaluations/$id/draft', EditDraftPage),
      page('/application', ApplicationPage),
      page('/devices', DevicesPage),
      page('/hospitals', HospitalsPage),
      page('/linkage', LinkagePage),
      page('/distributions', DistributionsPage),
      page('/people', PeoplePage),
    ]),
    scrollRestoration: true,
    defaultPreload: 'intent',
  }),
)
