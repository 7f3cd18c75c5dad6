/** What is asked of a PACS, as the interface takes it. */
export interface Asked {
  readonly pacs: string
  readonly modality?: string
  readonly from?: string
  readonly to?: string
  readonly limit: number
}

/** The questions of a form: days as DICOM writes them, and nothing for what was left open. */
export function askedIn(form: FormData): Asked {
  const value = (name: string) => String(form.get(name) ?? '')
  const day = (name: string) => value(name).replaceAll('-', '')
  return {
    pacs: value('pacs'),
    ...(value('modality') ? { modality: value('modality') } : {}),
    ...(day('from') ? { from: day('from') } : {}),
    ...(day('to') ? { to: day('to') } : {}),
    limit: Number(value('limit').replace(/\D/g, '')) || 1000,
  }
}
