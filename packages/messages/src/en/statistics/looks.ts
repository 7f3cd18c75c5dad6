/** What `assay statistics looks` says. */
export const looks = {
  description:
    'what looking at a test set again costs: error spending over looks, false approvals, the wear by an attacker',
  looks: 'looks that are planned, without a table of their cases (default: 5)',
  column: {
    look: 'look at the set',
    case: 'case that the look uses, a row each',
    with: 'for counts instead of cases: the other look, or the same',
    shared: 'cases that the two share; those of the look where it is the same',
    score: 'with cases: score of the case, or the call (or with --cut a score)',
  },
  alpha: 'one-sided error over all looks',
  spending: 'obrien-fleming, pocock, fixed',
  accumulating: 'cases accumulate: each look has all cases of the one before',
  overlap: 'read the looks’ cases from the table (or standard input), and take their dependence from what they share',
  sameCase:
    'with a table: correlation of two looks’ scores on the same case; 1 for a device that does not change (default), 0 to be safe',
  endpoint:
    'with cases and scores: what reused and never used cases are compared by: score (mean, the default), sensitivity, specificity, area',
  cut: 'sensitivity, specificity: score from which on a case is called diseased',
  estimates: 'results of the looks so far, parted by commas; the greater the better',
  errors: 'their standard errors',
  bound: 'what the estimates have to be above',
  correlation:
    'without a table: of the statistics of two looks, for the false approvals: what they have in common (default: 0.5)',
  attack: 'simulate the adaptive attacker of the Ladder paper instead',
  cases: 'attack: cases of the test set',
  queries: 'attack: submissions',
  picture: 'draw into this SVG file',
  title: 'Error over the looks',
  look: 'look',
  spent: 'spent',
  own: 'error of the look',
  confidence: 'confidence of its limit',
  rates: 'False approvals of a device at the bound, looks correlated by {{correlation}}',
  ratesOverlap: 'False approvals of a device at the bound, with the overlap of these looks',
  upTo: 'up to look',
  casesTitle: 'Cases of the looks',
  casesColumn: 'cases',
  reused: 'reused',
  neverUsed: 'never used',
  neverUsedShare: 'share never used',
  exposureTitle: 'Cases that an earlier look used, beside those never used',
  casesReused: 'cases reused',
  casesNeverUsed: 'never used',
  onReused: 'on reused',
  onNeverUsed: 'on never used',
  exposureDifference: 'difference',
  correlationTitle: 'Correlation of the looks',
  decisions: 'Looks so far',
  estimate: 'estimate',
  lowerLimit: 'lower limit',
  zLimit: 'limit of z',
  decision: 'decision',
  decided: { approved: 'above the bound: stop', 'not-approved': 'not shown', 'after-stop': 'after the stop' },
  adjustedTitle: 'Adjusted at look {{look}}',
  interval: '{{level}} interval',
  asIs: 'as if it were the only look',
  adjusted: 'adjusted for the looks before',
  rate: 'false approvals',
  number: 'looks',
  without: 'without spending',
  with: 'with spending',
  attackTitle: 'Gain of an attacker who knows nothing, {{cases}} cases',
  queriesColumn: 'submissions',
  gain: 'apparent gain',
  mechanism: { plain: 'told as it is', ladder: 'Ladder', thresholdout: 'Thresholdout' },
  note: {
    any: 'The looks may depend on each other in any way: their errors add up to no more than the whole (Bonferroni).',
    accumulating: 'Limits at cases that accumulate, the same share of new ones at each look (Lan, DeMets 1983).',
    overlap:
      'Statistics of two looks are correlated by shared cases / √(cases · cases) · {{sameCase}}, the last being the correlation of scores on the same case. Where versions differ it is less than 1; with --same-case 0 limits hold whatever it is, as long as it is not negative.',
    adjusted:
      'Adjusted: the median-unbiased estimate, and interval and one-sided p against {{bound}} by the stage-wise ordering (Tsiatis, Rosner, Mehta 1984). What is looked at has to be the same at every look.',
    notAdjusted:
      'Each lower limit is at the confidence of its look. An adjusted estimate needs to know how the looks depend on each other: --accumulating, or a table of their cases.',
    exposure: {
      score:
        'Reused and never used: mean score, t with Welch’s degrees of freedom. A case counts as reused where any case of its patient was used before.',
      sensitivity:
        'Reused and never used: sensitivity, Miettinen and Nurminen’s interval (as means where cases cluster in patients). A case counts as reused where any case of its patient was used before.',
      specificity:
        'Reused and never used: specificity, Miettinen and Nurminen’s interval (as means where cases cluster in patients). A case counts as reused where any case of its patient was used before.',
      area: 'Reused and never used: area under the ROC curve, DeLong’s variances (Obuchowski’s where cases cluster in patients). A case counts as reused where any case of its patient was used before.',
    },
    limit:
      'A look holds the bound by its own one-sided limit, at the confidence given here; so its interval is adjusted.',
    attack: 'Mean of {{attacks}} attacks on random labels, seed {{seed}} and on (Blum, Hardt 2015).',
    feedback:
      'The Ladder and Thresholdout are for feedback in development only: they bound the error of bounded mean losses, and give no valid interval, area or FROC curve.',
  },
} as const
