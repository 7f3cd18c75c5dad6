import {
  type ApplianceView,
  applianceView,
  type DataSheet,
  type DeskDistribution,
  type DeskEvaluation,
  type DeskEvaluationView,
  type DeskLinkage,
  type DirectoryRow,
  type DirectoryValues,
  dataSheet,
  deskDistribution,
  deskEvaluation,
  deskEvaluationView,
  deskLinkage,
  directoryLevels,
  directoryRow,
  directoryValues,
  type IntakeRun,
  intakeRun,
  type KnownCategory,
  knownCategory,
  type ListenerStatus,
  listenerStatus,
  type NodeStatus,
  nodeStatus,
  type PacsSettings,
  pacsSettings,
  type QuarantineCounts,
  type Quarantined,
  quarantineCounts,
  quarantined,
  type RecheckStatus,
  type ReleasePreview,
  type ResultsFileView,
  recheckStatus,
  releasePreview,
  resultsFileView,
  type StudyPage,
  type StudyView,
  studyPage,
  studyView,
  type TestSetAnnouncement,
  testSetAnnouncement,
  type VerdictCount,
  verdictCount,
  type WatchedFolder,
  watchedFolder,
} from '@assay/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
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

/** An intake, asked again and again while it runs. */
export const intakeQuery = (id: string) =>
  queryOptions({
    queryKey: ['intake', id],
    queryFn: (): Promise<IntakeRun> => read(`/api/intake/${encodeURIComponent(id)}`, intakeRun),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1000 : 10_000),
  })

/** What an intake put aside, also what is decided. */
export const intakeProblemsQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine', 'intake', id],
    queryFn: (): Promise<Quarantined[]> =>
      read(`/api/quarantine?state=any&limit=500&intake=${encodeURIComponent(id)}`, z.array(quarantined)),
    refetchInterval: 5000,
  })

export const watchedQuery = queryOptions({
  queryKey: ['watched-folders'],
  queryFn: (): Promise<WatchedFolder[]> => read('/api/watched-folders', z.array(watchedFolder)),
  refetchInterval: 10_000,
})

export const appliancesQuery = queryOptions({
  queryKey: ['appliances'],
  queryFn: (): Promise<ApplianceView[]> => read('/api/appliances', z.array(applianceView)),
  refetchInterval: 5000,
})

export const listenerQuery = queryOptions({
  queryKey: ['listener'],
  queryFn: (): Promise<ListenerStatus> => read('/api/listener', listenerStatus),
  refetchInterval: 5000,
})

export const pacsQuery = queryOptions({
  queryKey: ['pacs'],
  queryFn: (): Promise<PacsSettings[]> => read('/api/pacs', z.array(pacsSettings)),
})

/** Kinds of data that the node knows. */
export const knownCategoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: (): Promise<KnownCategory[]> => read('/api/categories', z.array(knownCategory)),
  staleTime: Number.POSITIVE_INFINITY,
})

const quarantinePage = 20

/** What was put aside, by what is asked, page after page; `asked` is the text of a query. */
export const quarantineQuery = (asked: string) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', 'list', asked],
    queryFn: ({ pageParam }): Promise<Quarantined[]> =>
      read(`/api/quarantine?limit=${quarantinePage}&${asked}${pageParam}`, z.array(quarantined)),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length === quarantinePage ? `&after=${page.at(-1)?.id}` : undefined),
    refetchInterval: 5000,
    placeholderData: (before) => before,
  })

/** What was put aside of one study and waits for a decision. */
export const studyQuarantineQuery = (studyId: string) =>
  queryOptions({
    queryKey: ['quarantine', 'study', studyId],
    queryFn: (): Promise<Quarantined[]> =>
      read(`/api/quarantine?study=${encodeURIComponent(studyId)}`, z.array(quarantined)),
    refetchInterval: 5000,
  })

/** How much was put aside, of each kind. */
export const quarantineCountsQuery = queryOptions({
  queryKey: ['quarantine', 'counts'],
  queryFn: (): Promise<QuarantineCounts> => read('/api/quarantine/counts', quarantineCounts),
  refetchInterval: 5000,
})

/** A page of studies by what is asked; `asked` is the text of a query. */
export const studiesQuery = (asked: string) =>
  queryOptions({
    queryKey: ['studies', asked],
    queryFn: (): Promise<StudyPage> => read(`/api/studies?${asked}`, studyPage),
    refetchInterval: 10_000,
    placeholderData: (before: StudyPage | undefined) => before,
  })

/** A study with its passport; asked again and again until it was checked. */
export const studyQuery = (id: string) =>
  queryOptions({
    queryKey: ['study', id],
    queryFn: (): Promise<StudyView> => read(`/api/studies/${encodeURIComponent(id)}`, studyView),
    refetchInterval: ({ state }) => (state.data?.passport ? 10_000 : 1000),
  })

/** Counts at a place of the directory: a category, a modality and so on, as far as it is given. */
export const directoryQuery = (path: readonly string[]) =>
  queryOptions({
    queryKey: ['directory', path],
    queryFn: (): Promise<DirectoryRow[]> => {
      const place = new URLSearchParams(path.slice(0, 5).map((value, depth) => [directoryLevels[depth]!, value]))
      return read(`/api/directory?${place}`, z.array(directoryRow))
    },
    refetchInterval: 10_000,
    placeholderData: (before: DirectoryRow[] | undefined) => before,
  })

export const directoryValuesQuery = queryOptions({
  queryKey: ['directory-values'],
  queryFn: (): Promise<DirectoryValues> => read('/api/directory/values', directoryValues),
  refetchInterval: 30_000,
})

export const verdictsQuery = queryOptions({
  queryKey: ['verdicts'],
  queryFn: (): Promise<VerdictCount[]> => read('/api/verdicts', z.array(verdictCount)),
  refetchInterval: 30_000,
})

export const recheckQuery = queryOptions({
  queryKey: ['recheck'],
  queryFn: (): Promise<RecheckStatus> => read('/api/recheck', recheckStatus),
  refetchInterval: 5000,
})

/** Rounds in which hospitals find what they share. */
export const deskLinkagesQuery = queryOptions({
  queryKey: ['linkages'],
  queryFn: (): Promise<DeskLinkage[]> => read('/api/linkages', z.array(deskLinkage)),
  refetchInterval: 3000,
})

/** How this hospital compares with others, and what waits to be let out for it. */
export const deskDistributionsQuery = queryOptions({
  queryKey: ['distributions'],
  queryFn: (): Promise<DeskDistribution[]> => read('/api/distributions', z.array(deskDistribution)),
  refetchInterval: 10_000,
})

export const testSetsQuery = queryOptions({
  queryKey: ['test-sets'],
  queryFn: (): Promise<TestSetAnnouncement[]> => read('/api/test-sets', z.array(testSetAnnouncement)),
})

/** What is in a sealed set, and what is known of its quality now. */
export const dataSheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['data-sheet', id],
    queryFn: (): Promise<DataSheet> => read(`/api/test-sets/${encodeURIComponent(id)}/data-sheet`, dataSheet),
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

/** How far a run by results file is. */
export const resultsFileQuery = (id: string) =>
  queryOptions({
    queryKey: ['handover', id],
    queryFn: (): Promise<ResultsFileView> =>
      read(`/api/evaluations/${encodeURIComponent(id)}/handover`, resultsFileView),
  })

/** Read once: what is signed is what was shown. */
export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['release', id],
    queryFn: (): Promise<ReleasePreview> => read(`/api/evaluations/${encodeURIComponent(id)}/release`, releasePreview),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
