import {
  criteriaTree,
  type Device,
  device,
  type EvaluationSummary,
  type EvaluationView,
  endpoint,
  evaluationSummary,
  evaluationView,
  type HubDistribution,
  type HubLinkage,
  hospitalView,
  hubDistribution,
  hubLinkage,
  protocolDraft,
  testSetAnnouncement,
} from '@assay/contracts'
import { type ReportDocument, reportDocument } from '@assay/report/document'
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { read } from './request.ts'

const hospital = hospitalView.extend({ testSets: z.array(testSetAnnouncement) })
export type Hospital = z.infer<typeof hospital>

/** Every evaluation that the person may see. */
export const evaluationsQuery = queryOptions({
  queryKey: ['evaluations'],
  queryFn: (): Promise<EvaluationSummary[]> => read('/api/evaluations', z.array(evaluationSummary)),
  refetchInterval: 5000,
})

/** One evaluation; asked again every two seconds while hospitals work on it. */
export const evaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluation', id],
    queryFn: (): Promise<EvaluationView> => read(`/api/evaluations/${encodeURIComponent(id)}`, evaluationView),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.state) ? 2000 : 10_000),
  })

/** The report of a decided evaluation, as data. */
export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: ['report', id],
    queryFn: (): Promise<ReportDocument> => read(`/api/evaluations/${encodeURIComponent(id)}/report`, reportDocument),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Registered devices that the person may see. */
export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: (): Promise<Device[]> => read('/api/devices', z.array(device)),
})

/** Enrolled hospitals with their sealed sets. */
export const hospitalsQuery = queryOptions({
  queryKey: ['hospitals'],
  queryFn: (): Promise<Hospital[]> => read('/api/hospitals', z.array(hospital)),
  refetchInterval: 10_000,
})

/** Rounds in which hospitals find what they share. */
export const hubLinkagesQuery = queryOptions({
  queryKey: ['linkages'],
  queryFn: (): Promise<HubLinkage[]> => read('/api/linkages', z.array(hubLinkage)),
  refetchInterval: 3000,
})

/** What each hospital let out of the distributions of its patients. */
export const hubDistributionsQuery = queryOptions({
  queryKey: ['distributions'],
  queryFn: (): Promise<HubDistribution[]> => read('/api/distributions', z.array(hubDistribution)),
  refetchInterval: 5000,
})

/** Whether hospitals or the hub are at work, so that the page changes by itself. */
function isUnderWay(state: string | undefined): boolean {
  return state === 'locked' || state === 'running'
}

const figureRange = z.object({ endpoint: z.string(), figure: z.string(), least: z.number(), most: z.number() })
const task = z.object({
  id: z.string(),
  template: z.object({
    endpoints: z.array(endpoint),
    criteria: criteriaTree,
    failedOutput: protocolDraft.shape.failedOutput,
  }),
  figures: z.array(figureRange),
})
export type Task = z.infer<typeof task>
const category = z.object({ id: z.string(), tasks: z.array(task) })
export type Category = z.infer<typeof category>

/** What can be evaluated: categories, their tasks, and a protocol to begin with for each. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: (): Promise<Category[]> => read('/api/categories', z.array(category)),
  staleTime: Number.POSITIVE_INFINITY,
})
