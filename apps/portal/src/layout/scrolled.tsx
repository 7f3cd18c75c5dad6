import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Something wide that is scrolled where there is no room, then also by keyboard. */
export function Scrolled({ className = 'scroll', children }: { className?: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const { ref, width } = useElementSize()
  const [isWider, setWider] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is inside may be drawn anew with every change of it
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const { scrollWidth = 0, clientWidth = 0 } = place.current ?? {}
      setWider(scrollWidth > clientWidth)
    })
    return () => cancelAnimationFrame(frame)
  }, [width, children])
  return (
    <div ref={useMergedRef(place, ref)} className={className} tabIndex={isWider ? 0 : undefined}>
      {children}
    </div>
  )
}
