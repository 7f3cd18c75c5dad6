/** What `assay statistics proportion` says. */
export const proportion = {
  description:
    'a share with its interval; against the truth: sensitivity, specificity, likelihood ratios; differences of groups',
  method:
    'interval of independent cases: {{methods}} (default the first); of cases with patients, strata or weights: {{clustered}} (default the first)',
  ratio: 'interval of likelihood ratios of independent cases: simel, score',
  difference: 'interval of the difference of two groups of independent cases: miettinen-nurminen, newcombe',
  successes: 'successes, with --trials in place of a table',
  trials: 'trials, with --successes in place of a table',
  sites: 'By site',
  groups: 'Groups',
  both: 'patients in both groups',
  note: {
    groups:
      'Groups in order of appearance, first minus second. p is two-sided: of two groups of independent cases by Miettinen and Nurminen’s score, else by Rao and Scott’s test.',
    untested: 'No margin was tested: that needs two groups of independent cases. Hold the interval against the margin.',
  },
  prevalence: 'prevalence at which predictive values are given',
  figure: {
    positive: 'share of positive calls',
    sensitivity: 'sensitivity',
    specificity: 'specificity',
    likelihoodRatioPositive: 'likelihood ratio of a positive call',
    likelihoodRatioNegative: 'likelihood ratio of a negative call',
    predictiveValuePositive: 'positive predictive value',
    predictiveValueNegative: 'negative predictive value',
  },
  by: {
    wilson: 'Wilson',
    'wilson-continuity': 'Wilson, continuity-corrected',
    'clopper-pearson': 'Clopper–Pearson',
    jeffreys: 'Jeffreys',
    'agresti-coull': 'Agresti–Coull',
    'linearised-logit-t': 'clustered, logit',
    'korn-graubard': 'clustered, Korn–Graubard',
    'rao-scott': 'clustered, Rao–Scott',
    'rao-wu': 'clustered, Rao–Wu bootstrap',
    logit: 'clustered, logit',
    simel: 'logarithm (Simel)',
    score: 'score',
    mercaldo: 'logit (Mercaldo)',
    linearised: 'clustered, linearised',
  },
} as const
