/** What `assay statistics compare` says. */
export const compare = {
  description: 'versions of a device on the same cases: differences, better and worse cases, drift from the baseline',
  column: {
    version: 'version of the device; the first in the table is the baseline',
    score: 'score of the case, such as Dice; the call (or with --cut a score), grade, value, probability, or numerator',
    reference: 'bias, spread, icc, kappa: value or grade of the reference',
    of: 'ratio: denominator of the case, such as its beats or lesions',
  },
  endpoint:
    'score (mean over cases), sensitivity, specificity, area, partial-area (with --partial), kappa, icc, ratio (gross sensitivity), bias, spread (limits of agreement), observed-expected, calibration-in-the-large, calibration-slope (calibration of probabilities); froc, average-precision, afroc, weighted-afroc, lroc (the table is one of marks, with --lesions and --cases)',
  cut: 'sensitivity, specificity: score from which on a case is called diseased',
  weights: 'kappa: identity, linear, quadratic',
  partial: 'partial-area: part of the ROC curve, such as specificity:0.9:1 or sensitivity:0.8:1',
  baseline: 'version that all are held against (default: the first in the table)',
  margin: 'of non-inferiority',
  lowerBetter: 'a lower score is better, as of a distance',
  listed: 'cases listed that came out worse, and better',
  drift: 'Drift from the baseline {{baseline}}',
  steps: 'Each version and the one before',
  pair: 'versions',
  better: 'better',
  worse: 'worse',
  earlier: 'earlier',
  later: 'later',
  nonInferior: 'non-inferior',
  yes: 'yes',
  no: 'not shown',
  worstTitle: 'Cases that came out worse: for the eyes of the hospital whose they are',
  bestTitle: 'Cases that came out better',
  difference: 'difference',
  note: {
    endpoint: {
      score: 'Endpoint: mean score over cases.',
      sensitivity: 'Endpoint: sensitivity, diseased cases.',
      specificity: 'Endpoint: specificity, cases that are not diseased.',
      area: 'Endpoint: area under the ROC curve; a case’s change is that of its placement among the other class.',
      kappa: 'Endpoint: kappa with the reference; a case’s change is how much nearer its grade came.',
      ratio: 'Endpoint: sum of numerators over sum of denominators.',
      bias: 'Endpoint: mean absolute difference to the reference.',
      spread: 'Endpoint: standard deviation of the differences to the reference; limits of agreement are 1.96 of it.',
      froc: 'Endpoint: mean sensitivity at the rates; a case’s change is that of the share of its lesions found by any mark.',
      icc: 'Endpoint: ICC(2,1) with the reference, absolute agreement; a case’s change is how much nearer its value came.',
      'partial-area':
        'Endpoint: area under the part of the ROC curve, not standardised; a case’s change is that of its part of the area.',
      'observed-expected':
        'Endpoint: events over the sum of their probabilities. “Earlier” and “later” are O/E; the difference is of how far each is from 1, |ln O/E|. A case’s change is how much nearer its probability came to what came true.',
      'calibration-in-the-large':
        'Endpoint: intercept of truths on the logit of their probabilities, slope 1. “Earlier” and “later” are the intercepts; the difference is of how far each is from 0. A case’s change is how much nearer its probability came to what came true.',
      'calibration-slope':
        'Endpoint: slope of truths on the logit of their probabilities. “Earlier” and “later” are the slopes; the difference is of how far each is from 1. A case’s change is how much nearer its probability came to what came true.',
      'average-precision':
        'Endpoint: average precision of the marks; a case’s change is that of the share of its lesions found by any mark.',
      afroc:
        'Endpoint: area under the AFROC curve; a case’s change is that of the share of its lesions found by any mark.',
      'weighted-afroc':
        'Endpoint: area under the weighted AFROC curve; a case’s change is that of the share of its lesions found by any mark.',
      lroc: 'Endpoint: area under the LROC curve; a case’s change is that of the share of its lesions found by any mark.',
    },
    method: {
      'clustered-mean': 'Paired by case; cases cluster in patients, t on K_eff − 1 degrees of freedom.',
      tango: 'Paired by case: Tango’s score interval.',
      'effective-score-t': 'Paired by case, cases cluster in patients: Tango’s score interval of effective pairs.',
      delong: 'Paired by case: DeLong’s interval.',
      obuchowski: 'Paired by case, cases cluster in patients: Obuchowski’s variance.',
      jackknife: 'Paired by case: patients left out one at a time, t on patients − 1 degrees of freedom.',
      bootstrap: 'Paired by case: percentiles of a bootstrap over patients, the same draws for both versions.',
    },
    higher: 'Differences: the later version minus the earlier; above 0 is better.',
    lower: 'Differences: the earlier version minus the later, as a lower value is better; above 0 is better.',
    margin: 'Non-inferior: the lower end of the interval lies above −{{margin}}.',
  },
} as const
