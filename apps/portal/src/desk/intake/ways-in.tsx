import type { IntakeWay } from '@assay/contracts'
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { listenerQuery, pacsQuery, watchedQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { FolderPanel } from './folder/folder-panel.tsx'
import { WatchedPanel } from './folder/watched-panel.tsx'
import { ListenerPanel } from './listener/listener-panel.tsx'
import { PacsPanel } from './pacs/pacs-panel.tsx'
import { UploadPanel } from './upload/upload-panel.tsx'

const panels: Record<IntakeWay, () => ReactNode> = {
  folder: FolderPanel,
  watched: WatchedPanel,
  listener: ListenerPanel,
  pull: PacsPanel,
  upload: UploadPanel,
}
const ways = Object.keys(panels) as IntakeWay[]

/** The five ways in, each with where it is set up; which one is open stands in the address, so that it is open again after a reload. */
export function WaysIn() {
  const { t } = useTexts()
  const [way, choose] = useState<IntakeWay>(() => ways.find((one) => `#${one}` === location.hash) ?? 'folder')
  const open = (value: string | null) => {
    history.replaceState(history.state, '', `#${value}`)
    choose((value ?? 'folder') as IntakeWay)
  }
  const stands = useStands()
  return (
    <Card title={t('waysIn.title')} className="no-print">
      <Tabs value={way} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {ways.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`waysIn.way.${one}`)}
              {stands[one] ? <span className="badge">{stands[one]}</span> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ways.map((one) => {
          const Panel = panels[one]
          return (
            <Tabs.Panel key={one} value={one}>
              <Panel />
            </Tabs.Panel>
          )
        })}
      </Tabs>
    </Card>
  )
}

/** How a way in stands, in a word beside its name. */
function useStands(): Partial<Record<IntakeWay, string>> {
  const { t } = useTexts()
  const watched = useQuery(watchedQuery).data
  const listener = useQuery(listenerQuery).data
  const pacs = useQuery(pacsQuery).data
  const words = (): string => {
    if (!listener?.enabled) return t('waysIn.stands.off')
    return t(listener.listening === null ? 'waysIn.stands.failed' : 'waysIn.stands.on')
  }
  return {
    ...(watched?.length ? { watched: t('waysIn.stands.count', { count: watched.length }) } : {}),
    ...(pacs?.length ? { pull: t('waysIn.stands.count', { count: pacs.length }) } : {}),
    ...(listener ? { listener: words() } : {}),
  }
}
