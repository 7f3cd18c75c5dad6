import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AcceptInvitationPage } from './access/accept-invitation-page.tsx'
import { startApp } from './app/start-app.tsx'
import { NowherePage } from './layout/nowhere-page.tsx'
import { ApplicationPage } from './portal/applications/application-page.tsx'
import { EditDraftPage } from './portal/applications/edit-draft-page.tsx'
import { DevicesPage } from './portal/devices/devices-page.tsx'
import { EvaluationListPage } from './portal/evaluations/evaluation-list-page.tsx'
import { EvaluationPage } from './portal/evaluations/evaluation-page.tsx'
import { HomePage } from './portal/home/home-page.tsx'
import { HospitalsPage } from './portal/hospitals/hospitals-page.tsx'
import { PeoplePage } from './portal/people/people-page.tsx'
import { PortalShell } from './portal/portal-shell.tsx'

const root = createRootRoute({ component: PortalShell, notFoundComponent: NowherePage })
const page = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component })

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
      page('/people', PeoplePage),
    ]),
    scrollRestoration: true,
  }),
)
