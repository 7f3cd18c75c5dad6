import type { ReactNode } from 'react'

/** An empty list, which says how something comes into it. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="quiet">{children}</p>
}
