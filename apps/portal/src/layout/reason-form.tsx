import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../app/texts.ts'
import { formOf } from './form-of.ts'

interface ReasonFormProps {
  /** The button that opens the form. */
  readonly open: string
  readonly label: string
  readonly submit: string
  readonly onReason: (reason: string) => void
}

/** An act that needs a reason: a button, then the reason, then the act. */
export function ReasonForm({ open, label, submit, onReason }: ReasonFormProps) {
  const { t } = useTexts()
  const [opened, setOpened] = useState(false)
  if (!opened)
    return (
      <Button variant="default" onClick={() => setOpened(true)} style={{ alignSelf: 'flex-start' }}>
        {open}
      </Button>
    )
  return (
    <form onSubmit={(event) => onReason(String(formOf(event).get('reason')))} style={{ width: '100%' }}>
      <Textarea
        name="reason"
        label={label}
        required
        withAsterisk={false}
        maxLength={4000}
        autosize
        minRows={3}
        autoFocus
      />
      <Group mt="sm">
        <Button type="submit" color="red.9">
          {submit}
        </Button>
        <Button variant="default" onClick={() => setOpened(false)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </form>
  )
}
