import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { directoryQuery } from '../../api/desk.ts'
import { signedPassportsQuery } from '../../api/passports.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { CategoryTable } from './category-table.tsx'
import { SignedList } from './signed-list.tsx'
import { VerifyForm } from './verify-form.tsx'

/** Passports of kinds of data, the signed ones, and verifying one. */
export function PassportsPage() {
  const { t } = useTexts()
  return (
    <Page title={t('passports.title')} intro={t('passports.intro')}>
      <Card title={t('passports.categories')}>
        <p className="quiet">{t('passports.categoriesIntro')}</p>
        <Loaded query={useQuery(directoryQuery([]))}>
          {(rows) =>
            rows.length === 0 ? (
              <>
                <Empty>{t('passports.none')}</Empty>
                <Link to="/intake">{t('passports.toIntake')}</Link>
              </>
            ) : (
              <CategoryTable rows={rows} />
            )
          }
        </Loaded>
      </Card>
      <Card title={t('passports.signed.title')}>
        <Loaded query={useQuery(signedPassportsQuery())}>
          {(signed) =>
            signed.length === 0 ? (
              <Empty>{t('passports.signed.none')}</Empty>
            ) : (
              <>
                <p className="quiet">{t('passports.signed.intro')}</p>
                <SignedList signed={signed} />
              </>
            )
          }
        </Loaded>
      </Card>
      <VerifyForm />
    </Page>
  )
}
