import { type IntakeRun, type KnownCategory, type Language, testSetAnnouncement } from '@assay/contracts'
import { stratumName } from '@assay/messages'
import { Alert, Button, MultiSelect, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { intakesQuery, knownCategoriesQuery } from '../../api/desk.ts'
import { send } from '../../api/request.ts'
import { formatInstant } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { sourceOf } from '../intake/runs/source-of.ts'
import { type DeclaredFault, declaredFaults, declaredIn, nothingDeclared } from './declared-use.ts'
import { DeclaredUseFields } from './declared-use-fields.tsx'
import { sealableTasks } from './sealable-tasks.ts'

/** Seals a new version of a test set. */
export function SealForm() {
  const { t } = useTexts()
  const { data: runs = [] } = useQuery(intakesQuery)
  return (
    <Card title={t('desk.testSets.seal')} className="no-print">
      <Loaded query={useQuery(knownCategoriesQuery)}>
        {(categories) => <SealOf categories={categories} runs={runs} />}
      </Loaded>
    </Card>
  )
}

interface SealOfProps {
  readonly categories: readonly KnownCategory[]
  readonly runs: readonly IntakeRun[]
}

function SealOf({ categories, runs }: SealOfProps) {
  const { t } = useTexts()
  const tasks = sealableTasks(categories, runs)
  if (tasks.length > 0) return <Seal tasks={tasks} />
  const isUseless = runs.some(({ accepted, known }) => accepted + known > 0)
  return (
    <>
      <Empty>
        {t('desk.testSets.nothingToSeal')} <Link to="/intake">{t('desk.testSets.toIntake')}</Link>
      </Empty>
      {isUseless ? <p>{t('desk.testSets.noTask', { categories: kindsWithTask(categories, t) })}</p> : null}
    </>
  )
}

function kindsWithTask(categories: readonly KnownCategory[], t: ReturnType<typeof useTexts>['t']): string {
  const kinds = categories.filter(({ tasks }) => tasks.length > 0)
  return kinds.map(({ id }) => termOf('category', id, t)).join(t('common.listSeparator'))
}

function Seal({ tasks }: { tasks: ReturnType<typeof sealableTasks> }) {
  const { t, locale } = useTexts()
  const queries = useQueryClient()
  const [place, choosePlace] = useState(0)
  const [intakes, choose] = useState<string[]>([])
  const [declared, declare] = useState(nothingDeclared)
  const [faults, find] = useState<readonly DeclaredFault[]>([])
  const { category, task, runs } = tasks[place] ?? tasks[0]!
  const seal = useMutation({
    mutationFn: () => {
      const chosen = intakes.length > 0 ? { intakes } : {}
      return send('POST', '/api/test-sets', { category, task, ...chosen, ...declaredIn(declared) }, testSetAnnouncement)
    },
    onSuccess: () => declare(nothingDeclared),
    onSettled: () => queries.invalidateQueries(),
  })
  const chooseTask = (value: string) => {
    choosePlace(Number(value))
    choose([])
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const found = declaredFaults(declared)
        find(found)
        if (found.length === 0) seal.mutate()
      }}
    >
      <Stack maw={560}>
        <p style={{ margin: 0 }}>{t('desk.testSets.sealMeaning')}</p>
        <NativeSelect
          label={t('desk.testSets.task')}
          value={place}
          onChange={({ currentTarget: { value } }) => chooseTask(value)}
          data={tasks.map((one, index) => ({
            value: `${index}`,
            label: `${termOf('category', one.category, t)} · ${termOf('task', one.task, t)}`,
          }))}
        />
        <MultiSelect
          label={t('desk.testSets.intakes')}
          value={intakes}
          onChange={choose}
          data={runs.map((run) => ({
            value: run.id,
            label: `${sourceOf(run, t)} · ${formatInstant(run.startedAt, locale)}`,
          }))}
        />
        <DeclaredUseFields declared={declared} onChange={declare} />
        <DeclaredFaults faults={faults} />
        <ErrorNotice error={seal.error} />
        <Button type="submit" loading={seal.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('desk.testSets.submit')}
        </Button>
      </Stack>
    </form>
  )
}

function DeclaredFaults({ faults }: { faults: readonly DeclaredFault[] }) {
  const { t, language } = useTexts()
  if (faults.length === 0) return null
  return (
    <Alert color="red" variant="light" role="alert">
      {faults.map((fault) => (
        <p key={JSON.stringify(fault)} style={{ margin: 0 }}>
          ⚠ {t(`desk.testSets.declared.fault.${fault.key}`, wordsOf(fault, language))}
        </p>
      ))}
    </Alert>
  )
}

function wordsOf(fault: DeclaredFault, language: Language): Record<string, string | number> {
  return 'stratum' in fault ? { ...fault, stratum: stratumName(language, fault.stratum) } : { ...fault }
}
