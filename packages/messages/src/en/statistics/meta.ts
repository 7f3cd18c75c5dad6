/** What `assay statistics meta` says. */
export const meta = {
  description: 'sites’ estimates made one: fixed and random effects, heterogeneity, prediction',
  column: {
    estimate: 'estimate of the site',
    se: 'its standard error',
    variance: 'its variance, in place of a standard error',
    lower: 'lower limit of its interval, in place of a standard error',
    upper: 'upper limit of its interval',
    events: 'events of the site, in place of an estimate',
    total: 'cases of the site',
  },
  scale:
    'scale on which sites are pooled, identity, logit or log (default: logit for events, else identity); estimates are given as they are',
  method: 'FE: fixed effect; DL, PM, REML: random effects by DerSimonian–Laird, Paule–Mandel, restricted likelihood',
  hartungKnapp:
    'Hartung–Knapp interval of random effects: floor (standard error never below the normal one’s), plain, or off',
  shareVariance: 'variance of events on the logit: common (at the share of all sites) or own (at each site’s)',
  limits: 'confidence level of the limits in the table',
  pooled: 'All sites',
  estimate: 'pooled estimate',
  prediction: 'another such site',
  heterogeneity: 'Heterogeneity',
  q: 'Q ({{df}} degrees of freedom)',
  iSquaredOfTau: 'I² of τ²',
  sites: 'Sites',
  weight: 'weight',
  leaveOneOut: 'Without one site',
  without: 'without',
  reason: {
    'too-few-sites': 'too few sites',
    'zero-variance': 'a variance of 0',
    'no-spread': 'all estimates are the same',
  },
  note: {
    normal: 'Interval of the pooled estimate: normal.',
    'hartung-knapp': 'Interval of the pooled estimate: Hartung–Knapp, t on k − 1 degrees of freedom.',
    'hartung-knapp-floored':
      'Interval of the pooled estimate: Hartung–Knapp, t on k − 1 degrees of freedom, its standard error never below the normal one’s.',
    common:
      'Sites are pooled with half an event and half a failure more, and the variance that goes with the share of all sites; the table of sites has their own.',
    scale: {
      identity: 'Pooled as they are. I² and H² of Q with test-based intervals, those of τ² by Q-profile.',
      logit: 'Pooled on the logit. I² and H² of Q with test-based intervals, those of τ² by Q-profile.',
      log: 'Pooled on the logarithm. I² and H² of Q with test-based intervals, those of τ² by Q-profile.',
    },
  },
} as const
