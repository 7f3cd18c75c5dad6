/** How a state is meant: a sign and a colour, always beside its words. */
export type Tone = 'good' | 'remark' | 'bad' | 'open' | 'busy' | 'quiet'

const signs: Record<Tone, string> = { good: '✓', remark: '!', bad: '✕', open: '?', busy: '◐', quiet: '○' }
const colours: Record<Tone, string> = {
  good: 'var(--met)',
  remark: 'var(--open)',
  bad: 'var(--not-met)',
  open: 'var(--open)',
  busy: '#0f6676',
  quiet: 'var(--ink-quiet)',
}

/** A state, by sign and words. */
export function StateMark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span style={{ color: colours[tone], fontWeight: 600 }}>
      <span aria-hidden="true">{`${signs[tone]}\u00a0`}</span>
      {children}
    </span>
  )
}
