/** What `assay statistics paired` says. */
export const paired = {
  description: 'two tests on the same cases: difference of sensitivity and specificity, McNemar, margins',
  column: { first: 'what the first test said, 1 positive', second: 'what the second test said, 1 positive' },
  method: 'interval of the difference of independent cases: tango, newcombe',
  mcnemar:
    'p-value of McNemar: exact (default), mid-p, asymptotic, continuity-corrected; of cases that cluster in patients: obuchowski (default), durkalski',
  margin: 'margin of a test, a share',
  hypothesisAsked:
    'test, at half of what --confidence leaves: the first is non-inferior (not worse by the margin; the default with a margin), superior (better by the margin, or at all), equivalent (no further apart than the margin): non-inferiority, superiority, equivalence',
  better: 'whether higher or lower shares are better: higher, lower',
  title: 'First: {{first}}; second: {{second}}',
  first: 'first',
  second: 'second',
  difference: 'difference',
  discordant: 'only first / only second',
  tests: 'Margins',
  hypothesis: 'to be shown',
  marginColumn: 'margin',
  shown: 'shown at {{alpha}}',
  kind: { 'non-inferiority': 'not inferior', equivalence: 'equivalent', superiority: 'superior' },
  yes: 'yes',
  no: 'no',
  reason: {
    'empty-denominator': 'no cases',
    'too-few-patients': 'too few patients',
  },
  note: {
    tango: 'Intervals: Tango’s score interval; cases are taken for independent.',
    newcombe: 'Intervals: Newcombe’s method 10 for pairs; cases are taken for independent.',
    clustered:
      'Cases cluster in patients: Tango’s score interval for as many independent cases as have the variance between patients, with t.',
    order: 'Differences are first minus second, in order of appearance; p is two-sided, of margins one-sided.',
  },
} as const
