import { Input } from '@mantine/core'
import { type ChangeEvent, type InputHTMLAttributes, useId } from 'react'
import { formatBytes, formatCount } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'

interface FileChoiceProps {
  readonly files: readonly File[]
  readonly onChoose: (files: readonly File[]) => void
  readonly isBusy: boolean
}

/** Files, or a whole folder; the later choice counts. */
export function FileChoice({ files, onChoose, isBusy }: FileChoiceProps) {
  const { t, locale } = useTexts()
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => onChoose([...(currentTarget.files ?? [])])
  return (
    <>
      <FileField label={t('waysIn.upload.files')} disabled={isBusy} onChange={choose} />
      <FileField label={t('waysIn.upload.folder')} disabled={isBusy} onChange={choose} {...wholeFolder} />
      {files.length > 0 ? (
        <p role="status" style={{ margin: 0, fontWeight: 600 }}>
          {t('waysIn.upload.chosen', {
            count: files.length,
            shown: formatCount(files.length, locale),
            size: formatBytes(bytes, locale),
          })}
        </p>
      ) : null}
    </>
  )
}

/** React has no type for it; every browser knows it. */
const wholeFolder = { webkitdirectory: '' } as InputHTMLAttributes<HTMLInputElement>

function FileField({ label, ...rest }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Input.Wrapper label={label} id={id}>
      <div>
        <input id={id} type="file" multiple {...rest} />
      </div>
    </Input.Wrapper>
  )
}
