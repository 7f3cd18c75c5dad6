import { type Device, device as deviceSchema, type TrainingStatement } from '@assay/contracts'
import { Alert, Button, Stack, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { DataSetFields } from '../../training/data-set-fields.tsx'
import { DeclaredTrainingView } from '../../training/declared-training.tsx'
import { HashFile } from '../../training/hash-file.tsx'
import { type DataSetForm, dataSetsIn, emptyDataSet, yearFaults } from '../../training/training-form.ts'

/** What a device version was trained with, as its vendor declared it; and, for the vendor, declaring it anew. */
export function TrainingDeclaration({ device, canDeclare }: { device: Device; canDeclare: boolean }) {
  const { t } = useTexts()
  const [isOpen, open] = useState(false)
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {t('training.title')}
      </Title>
      <DeclaredTrainingView training={device.training} />
      {device.training ? (
        <p className="no-print">
          <a href={`/api/training-declarations/${device.training.declarationHash}`} download>
            {t('training.download')}
          </a>
        </p>
      ) : null}
      {canDeclare && !isOpen ? (
        <Button variant="default" className="no-print" onClick={() => open(true)}>
          {t(device.training ? 'training.declare.again' : 'training.declare.open')}
        </Button>
      ) : null}
      {isOpen ? <DeclarationForm deviceId={device.id} onEnd={() => open(false)} /> : null}
    </>
  )
}

function DeclarationForm({ deviceId, onEnd }: { deviceId: string; onEnd: () => void }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [dataSets, setDataSets] = useState<readonly DataSetForm[]>([emptyDataSet(1)])
  const [hashes, setHashes] = useState<readonly string[] | null>([])
  const [faults, find] = useState<readonly string[]>([])
  const declare = useMutation({
    mutationFn: (statement: TrainingStatement) =>
      send('POST', '/api/training-declarations', { deviceId, ...statement }, deviceSchema),
    onSuccess: onEnd,
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = [
      ...(dataSets.length === 0 ? [t('training.fault.noDataSet')] : []),
      ...yearFaults(dataSets).map((number) => t('training.fault.years', { number })),
      ...(hashes === null ? [t('training.fault.file')] : []),
    ]
    find(found)
    if (found.length === 0) declare.mutate({ dataSets: dataSetsIn(dataSets), contents: [...(hashes ?? [])] })
  }
  return (
    <form onSubmit={submit} className="no-print">
      <Stack maw={640}>
        <p style={{ margin: 0 }}>{t('training.declare.meaning')}</p>
        <DataSetFields dataSets={dataSets} onChange={setDataSets} />
        <HashFile onHashes={setHashes} />
        {faults.length > 0 ? (
          <Alert color="red" variant="light" role="alert">
            {faults.map((fault) => (
              <p key={fault} style={{ margin: 0 }}>
                ⚠ {fault}
              </p>
            ))}
          </Alert>
        ) : null}
        <ErrorNotice error={declare.error} />
        <Button type="submit" loading={declare.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('training.declare.submit')}
        </Button>
        <Button variant="default" onClick={onEnd} style={{ alignSelf: 'flex-start' }}>
          {t('common.cancel')}
        </Button>
      </Stack>
    </form>
  )
}
