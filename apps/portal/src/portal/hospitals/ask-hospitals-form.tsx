import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Hospital } from '../../api/hub.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

export interface AskHospitalsFormProps {
  readonly hospitals: readonly Hospital[]
  readonly words: {
    readonly title: string
    readonly about: string
    readonly hospitals: string
    readonly submit: string
  }
  /** What they are asked about. */
  readonly choice: { readonly label: string; readonly data: { value: string; label: string }[] }
  /** Fewest hospitals that can be asked together. */
  readonly fewest: number
  readonly ask: (chosen: string, hospitals: readonly string[]) => Promise<unknown>
}

/** Asks some hospitals about one thing. */
export function AskHospitalsForm({ hospitals, words, choice, fewest, ask }: AskHospitalsFormProps) {
  const queries = useQueryClient()
  const [chosen, choose] = useState(choice.data[0]!.value)
  const [asked, chooseHospitals] = useState<string[]>([])
  const asking = useMutation({
    mutationFn: () => ask(chosen, asked),
    onSuccess: () => chooseHospitals([]),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={words.title} className="no-print">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          asking.mutate()
        }}
      >
        <Stack maw={620}>
          <p style={{ margin: 0 }}>{words.about}</p>
          <NativeSelect
            label={choice.label}
            value={chosen}
            onChange={({ currentTarget: { value } }) => choose(value)}
            data={choice.data}
          />
          <Checkbox.Group label={words.hospitals} value={asked} onChange={chooseHospitals}>
            <Stack gap="xs" mt="xs">
              {hospitals.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
          <ErrorNotice error={asking.error} />
          <Button
            type="submit"
            disabled={asked.length < fewest}
            loading={asking.isPending}
            style={{ alignSelf: 'flex-start' }}
          >
            {words.submit}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
