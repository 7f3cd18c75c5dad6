import { type Device, evaluationView, type ProtocolDraft } from '@assay/contracts'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Category, Hospital, Task } from '../../api/hub.ts'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { DraftView } from '../../protocol/protocol-view.tsx'
import { type ApplicationForm, draftOf, faultsOf, placesOf } from './application-form.ts'
import { CriteriaFields } from './criteria-fields.tsx'
import { DeviceFields } from './device-fields.tsx'
import { FaultList } from './fault-list.tsx'
import { HospitalFields } from './hospital-fields.tsx'
import { PlanFields } from './plan-fields.tsx'
import { beginPlan } from './plan-form.ts'

interface ApplicationEditorProps {
  readonly devices: readonly Device[]
  readonly categories: readonly Category[]
  readonly hospitals: readonly Hospital[]
  /** The device to begin with. */
  readonly deviceId: string
  /** The draft that is changed, if there is one. */
  readonly earlier?: { evaluationId: string; draft: ProtocolDraft }
}

/** The form that becomes the protocol. It can be saved when it can be carried out, and says why while it can't. */
export function ApplicationEditor({ devices, categories, hospitals, deviceId, earlier }: ApplicationEditorProps) {
  const { t } = useTexts()
  const [form, setForm] = useState(() => beginForm(devices, categories, deviceId, earlier?.draft))
  const save = useSave(earlier?.evaluationId)
  const change = (part: Partial<ApplicationForm>) => setForm((before) => ({ ...before, ...part }))
  const device = devices.find(({ id }) => id === form.deviceId)
  const task = taskOf(categories, device)
  if (!device || !task) return null
  const { category } = device.manifest
  const places = placesOf(hospitals, category, task.id)
  const faults = faultsOf(form, places, task.figures)
  const draft = draftOf(form, { category, task: task.id, template: task.template })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ deviceId: form.deviceId, draft })
      }}
    >
      <DeviceFields form={form} devices={devices} change={change} />
      <HospitalFields form={form} places={places} change={change} />
      <PlanFields form={form} change={change} />
      <CriteriaFields form={form} change={change} />
      <Card title={t('portal.application.preview')}>
        <DraftView
          draft={draft}
          device={device}
          hospitals={places.filter(({ id }) => form.hospitals.includes(id)).map(({ name }) => name)}
        />
      </Card>
      <Card>
        <Stack>
          <FaultList faults={faults} />
          <ErrorNotice error={save.error} />
          <p className="quiet" style={{ margin: 0 }}>
            {t('portal.application.saveNote')}
          </p>
          <Button
            type="submit"
            disabled={faults.length > 0}
            loading={save.isPending}
            style={{ alignSelf: 'flex-start' }}
            aria-describedby="faults"
          >
            {t('portal.application.submit')}
          </Button>
        </Stack>
      </Card>
    </form>
  )
}

function useSave(evaluationId: string | undefined) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (request: { deviceId: string; draft: ProtocolDraft }) =>
      evaluationId
        ? send('PUT', `/api/evaluations/${evaluationId}/draft`, request.draft, evaluationView)
        : send('POST', '/api/evaluations', request, evaluationView),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries()
      navigate({ to: `/evaluations/${id}` })
    },
  })
}

function taskOf(categories: readonly Category[], device: Device | undefined): Task | undefined {
  const kind = categories.find(({ id }) => id === device?.manifest.category)
  return kind?.tasks.find(({ id }) => id === device?.manifest.task)
}

function beginForm(
  devices: readonly Device[],
  categories: readonly Category[],
  deviceId: string,
  draft: ProtocolDraft | undefined,
): ApplicationForm {
  const device = devices.find(({ id }) => id === deviceId)
  const { name = '', version = '', intendedUse = '' } = device?.manifest ?? {}
  return {
    ...beginPlan(draft),
    deviceId,
    title: draft?.title ?? `${name} ${version}`,
    intendedUse: draft?.intendedUse ?? intendedUse,
    hospitals: draft?.hospitals ?? [],
    leastHospitals: draft?.leastHospitals ?? 1,
    leastPatients: draft?.sampleSize.leastPatients ?? 20,
    justification: draft?.sampleSize.justification ?? '',
    criteria: draft?.criteria ?? taskOf(categories, device)?.template.criteria ?? { op: 'and', of: [] },
  }
}
