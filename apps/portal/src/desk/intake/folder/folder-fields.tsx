import { TextInput } from '@mantine/core'
import { useTexts } from '../../../app/texts.ts'
import { DeclaredFields, NeutralNames } from '../declared-fields.tsx'

/** A folder, and what is declared of what lies in it. */
export function FolderFields() {
  const { t } = useTexts()
  return (
    <>
      <TextInput
        name="folder"
        label={t('desk.intake.folder')}
        description={t('desk.intake.folderHint')}
        required
        withAsterisk={false}
        defaultValue="."
      />
      <DeclaredFields hint />
      <NeutralNames />
    </>
  )
}
