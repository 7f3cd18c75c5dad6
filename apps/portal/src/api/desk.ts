import {
  type DeskEvaluation,
  type DeskEvaluationView,
  deskEvaluation,
  deskEvaluationView,
  type IntakeRun,
  intakeRun,
  type NodeStatus,
  nodeStatus,
  type Quarantined,
  quarantined,
  type ReleasePreview,
  releasePreview,
  type TestSetAnnouncement,
  testSetAnnouncement,
} from '@assay/contracts'
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { read } from './request.ts'

export const nodeQuery = queryOptions({
  queryKey: ['node'],
  queryFn: (): Promise<NodeStatus> => read('/api/node', nodeStatus),
  refetchInterval: 5000,
})

export const intakesQuery = queryOptions({
  queryKey: ['intake'],
  queryFn: (): Promise<IntakeRun[]> => read('/api/intake', z.array(intakeRun)),
  refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? 1000 : 10_000),
})

export const quarantineQuery = queryOptions({
  queryKey: ['quarantine'],
  queryFn: (): Promise<Quarantined[]> => read('/api/quarantine', z.array(quarantined)),
  refetchInterval: 5000,
})

export const testSetsQuery = queryOptions({
  queryKey: ['test-sets'],
  queryFn: (): Promise<TestSetAnnouncement[]> => read('/api/test-sets', z.array(testSetAnnouncement)),
})

export const deskEvaluationsQuery = queryOptions({
  queryKey: ['evaluations'],
  queryFn: (): Promise<DeskEvaluation[]> => read('/api/evaluations', z.array(deskEvaluation)),
  refetchInterval: 2000,
})

export const deskEvaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluation', id],
    queryFn: (): Promise<DeskEvaluationView> => read(`/api/evaluations/${encodeURIComponent(id)}`, deskEvaluationView),
    refetchInterval: 2000,
  })

/** Read once: what is signed is what was shown. */
export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['release', id],
    queryFn: (): Promise<ReleasePreview> => read(`/api/evaluations/${encodeURIComponent(id)}/release`, releasePreview),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
