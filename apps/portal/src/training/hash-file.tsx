import { FileInput } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../app/texts.ts'
import { type HashFault, hashesIn } from './hashes-in.ts'

interface HashFileProps {
  /** What was read; null while the chosen file can not be used. */
  readonly onHashes: (hashes: readonly string[] | null) => void
}

/** Chooses a file of hashes; what is wrong with it stands below it. */
export function HashFile({ onHashes }: HashFileProps) {
  const { t } = useTexts()
  const [file, choose] = useState<File | null>(null)
  const [fault, find] = useState<HashFault | null>(null)
  const read = async (chosen: File | null) => {
    choose(chosen)
    const found = chosen ? hashesIn(await chosen.text()) : { hashes: [] }
    find('fault' in found ? found.fault : null)
    onHashes('fault' in found ? null : found.hashes)
  }
  return (
    <FileInput
      label={t('training.field.contents')}
      description={t('training.field.contentsHint')}
      value={file}
      onChange={read}
      error={fault ? t(`training.fault.${fault.key}`, { ...fault }) : null}
      clearable
      clearButtonProps={{ 'aria-label': t('training.field.clear') }}
    />
  )
}
