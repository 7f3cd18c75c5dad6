const storageKey = (account: string) => `assay-read-reports-${account}`

/** Whether a person has opened a report in this browser. */
export function isRead(account: string, evaluation: string): boolean {
  return readList(account).includes(evaluation)
}

/** Remembers in this browser that a person has opened a report. */
export function markRead(account: string, evaluation: string): void {
  const read = readList(account)
  if (!read.includes(evaluation)) localStorage.setItem(storageKey(account), [...read, evaluation].join(' '))
}

function readList(account: string): string[] {
  return localStorage.getItem(storageKey(account))?.split(' ') ?? []
}
