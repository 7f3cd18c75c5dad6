import { useQuery } from '@tanstack/react-query'
import { knownCategoriesQuery } from '../../../api/desk.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'

/** How data of a kind must lie in their folder. */
export function CategoryHint({ category }: { category: string }) {
  const { t } = useTexts()
  const comes = useQuery(knownCategoriesQuery).data?.find(({ id }) => id === category)?.comes
  if (!comes) return null
  return (
    <p className="quiet" style={{ margin: 0 }}>
      {t(`waysIn.folder.${comes}`, { category: termOf('category', category, t) })}
    </p>
  )
}
