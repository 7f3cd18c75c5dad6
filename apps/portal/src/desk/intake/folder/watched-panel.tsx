import { type WatchedFolder, watchedFolder } from '@assay/contracts'
import { Button, Stack, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { intakesQuery, watchedQuery } from '../../../api/desk.ts'
import { remove, send } from '../../../api/request.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { Empty } from '../../../layout/empty.tsx'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { formOf } from '../../../layout/form-of.ts'
import { Loaded } from '../../../layout/loaded.tsx'
import { Moment } from '../../../layout/moment.tsx'
import { declaredIn } from '../declared-fields.tsx'
import { RunMark } from '../runs/run-mark.tsx'
import { FolderFields } from './folder-fields.tsx'

/** Folders that are watched, and watching another. */
export function WatchedPanel() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const watch = useMutation({
    mutationFn: (form: FormData) => send('POST', '/api/watched-folders', declaredIn(form), watchedFolder),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <>
      <p style={{ margin: '0 0 12px' }}>{t('waysIn.watched.about')}</p>
      <Loaded query={useQuery(watchedQuery)}>
        {(folders) =>
          folders.length === 0 ? <Empty>{t('waysIn.watched.none')}</Empty> : <Watched folders={folders} />
        }
      </Loaded>
      <form onSubmit={(event) => watch.mutate(formOf(event))}>
        <Stack maw={560} mt="lg">
          <FolderFields />
          <ErrorNotice error={watch.error} />
          <Button type="submit" loading={watch.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('waysIn.watched.submit')}
          </Button>
        </Stack>
      </form>
    </>
  )
}

function Watched({ folders }: { folders: readonly WatchedFolder[] }) {
  const { t } = useTexts()
  const columns = [
    ...[t('waysIn.watched.folder'), t('desk.intake.category'), t('desk.intake.provenance'), t('waysIn.watched.since')],
    t('waysIn.watched.state'),
  ]
  return (
    <Table className="stack">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {folders.map((folder) => (
          <WatchedRow key={folder.id} folder={folder} columns={columns} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function WatchedRow({ folder, columns }: { folder: WatchedFolder; columns: readonly string[] }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const newest = useQuery(intakesQuery).data?.find(
    ({ way, source, category }) => way === 'watched' && source === folder.folder && category === folder.category,
  )
  const stop = useMutation({
    mutationFn: () => remove(`/api/watched-folders/${folder.id}`),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Table.Tr>
      <Table.Th scope="row">{folder.folder}</Table.Th>
      <Table.Td data-label={columns[1]}>{termOf('category', folder.category, t)}</Table.Td>
      <Table.Td data-label={columns[2]}>{t(`common.provenance.${folder.provenance}`)}</Table.Td>
      <Table.Td data-label={columns[3]}>
        <Moment at={folder.since} />
      </Table.Td>
      <Table.Td data-label={columns[4]}>
        {newest ? (
          <Link to={`/intake/${newest.id}`}>
            <RunMark state={newest.state} />
          </Link>
        ) : (
          <span className="quiet">{t('waysIn.watched.nothingYet')}</span>
        )}
      </Table.Td>
      <Table.Td>
        <Button
          variant="default"
          size="xs"
          loading={stop.isPending}
          onClick={() => stop.mutate()}
          aria-label={t('waysIn.watched.stopOf', { folder: folder.folder })}
        >
          {t('waysIn.watched.stop')}
        </Button>
        <ErrorNotice error={stop.error} />
      </Table.Td>
    </Table.Tr>
  )
}
