import { createTheme, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#eaf5f7',
  '#d3e7eb',
  '#a5cfd7',
  '#74b6c2',
  '#4d9fae',
  '#328f9f',
  '#1d7a8b',
  '#0f6676',
  '#0b5563',
  '#073f4a',
]

/** Noto Sans SC, with the signs of each language: see pages.css. */
const fonts = "var(--assay-font, 'Noto Sans SC Variable')"

/** Quiet, with one colour; contrast of text at least 4.5 : 1. */
export const theme = createTheme({
  fontFamily: fonts,
  headings: { fontFamily: fonts, fontWeight: '650' },
  colors: { petrol },
  primaryColor: 'petrol',
  primaryShade: 8,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
})
