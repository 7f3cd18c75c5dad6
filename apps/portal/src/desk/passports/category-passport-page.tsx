import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { categoryPassportQuery, signedPassportsQuery } from '../../api/passports.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PassportPanel } from '../studies/passport-panel.tsx'
import { SignedList } from './signed-list.tsx'
import { Signing } from './signing.tsx'

/** The passport of all that the hospital has of a kind of data. */
export function CategoryPassportPage() {
  const { t, language } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const signed = (useQuery(signedPassportsQuery()).data ?? []).filter(
    ({ category, studyId }) => category === id && studyId === null,
  )
  const pdf = `/api/categories/${encodeURIComponent(id)}/passport.pdf?language=${language}`
  return (
    <Page
      title={t('passports.ofCategory.title', { category: termOf('category', id, t) })}
      intro={
        <>
          {t('passports.ofCategory.intro')}{' '}
          <Link to="/studies" search={{ category: id } as never}>
            {t('passports.ofCategory.toStudies')}
          </Link>
        </>
      }
      acts={
        <Button component="a" href={pdf} download={`passport-${id}.${language}.pdf`}>
          {t('fullSample.study.pdf')}
        </Button>
      }
    >
      <Loaded query={useQuery(categoryPassportQuery(id))}>
        {(passport) => (
          <>
            <PassportPanel passport={passport} verdict={passport.verdict} />
            <Signing of="categories" id={id}>
              {signed.length > 0 ? <SignedList signed={signed} /> : null}
            </Signing>
          </>
        )}
      </Loaded>
    </Page>
  )
}
