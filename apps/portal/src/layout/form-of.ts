import type { FormEvent } from 'react'

/** The fields of a form that is sent, which stay as they are if sending fails. */
export function formOf(event: FormEvent<HTMLFormElement>): FormData {
  event.preventDefault()
  return new FormData(event.currentTarget)
}
