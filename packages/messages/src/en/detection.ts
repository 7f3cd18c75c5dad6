/** Detection of lesions: figures, curves, and the rules that a protocol locks. */
export const detection = {
  figure: {
    at: 'Sensitivity at {{rate}} false positives a scan',
    mean: 'Mean sensitivity over the false-positive rates',
    'afroc-area': 'AFROC area',
    sized: '{{figure}}, {{size}}',
  },
  short: { at: 'Sens. at {{rate}} FP', mean: 'Mean sensitivity' },
  size: {
    below: 'lesions below {{to}} mm',
    between: 'lesions of {{from}} to below {{to}} mm',
    from: 'lesions of {{from}} mm and more',
  },
  subsection: { curve: 'Found and falsely marked', bySize: 'By size of lesion' },
  curve: {
    x: 'False positives a scan',
    y: 'Sensitivity',
    caption:
      'FROC curve over all hospitals: each dot is a threshold of the score that the protocol locked, joined by straight lines; the axis of false positives is stretched like a logarithm, and what lies left of {{least}} is not shown. Bars: the sensitivities that the protocol asks for, with 95 % intervals.',
    none: 'The curve is not drawn: not all of its counts left the hospitals.',
    label: 'FROC curve: {{points}}',
    point: '{{sensitivity}} at {{rate}} false positives a scan',
  },
  threshold: {
    column: {
      threshold: 'Score from',
      found: 'Found',
      missed: 'Missed',
      sensitivity: 'Sensitivity',
      false: 'False positives',
      rate: 'A scan',
    },
    all: 'any',
    note: 'Counts over all hospitals: {{lesions}} lesions in {{scans}} scans. Marks on irrelevant findings, and further marks on a lesion that was found, count for nothing.',
  },
  bySize: {
    size: 'Size',
    lesions: 'Lesions',
    note: 'Lesions of other sizes are irrelevant in a row; false positives are those of all scans.',
  },
  cell: {
    patients: 'Patients',
    lesions: 'Lesions',
    scans: 'Scans',
    clear: 'Scans without lesions',
    found: 'Lesions found from the score at point {{point}} on',
    false: 'False positives from the score at point {{point}} on',
    marked: 'Scans without lesions that have a mark from the score at point {{point}} on',
    product: 'Sum over patients of a product, for the variance: {{one}}, times: {{other}}',
  },
  rule: {
    radius: 'A mark hits a lesion that it is nearer to than the lesion’s radius; at the radius itself {{boundary}}.',
    distance: 'A mark hits a lesion that it is nearer to than {{limit}} mm; at this distance itself {{boundary}}.',
    'centre-in-truth': 'A mark hits a lesion whose region its centre lies in; on the border {{boundary}}.',
    'distance-over-size':
      'A mark hits a lesion where their distance over the lesion’s diameter is below {{limit}}; at this value itself {{boundary}}.',
    'overlap-over-mark':
      'A mark hits a lesion where their common volume over the mark’s is above {{limit}}; at this value itself {{boundary}}.',
    iou: 'A mark hits a lesion where the intersection of both over their union is above {{limit}}; at this value itself {{boundary}}.',
    boundary: { included: 'it hits', excluded: 'it does not hit' },
    luna16: 'Of the marks on a lesion the surest counts, and one mark may hit two lesions.',
    'one-to-one': 'By falling score each mark takes the nearest lesion that is not taken yet.',
    duplicates: {
      ignored: 'Further marks on a lesion that was hit count for nothing.',
      'false-positive': 'Further marks on a lesion that was hit are false positives.',
    },
    precedence: {
      lesion: 'A mark on a lesion and on an irrelevant finding counts for the lesion.',
      irrelevant: 'A mark on a lesion and on an irrelevant finding counts for nothing.',
    },
    most: 'Of each scan the {{count}} surest marks count.',
    sizes: 'It is about {{size}}; others are irrelevant.',
    thresholds: 'Scores are told apart at {{count}} locked thresholds from {{least}} to {{most}}.',
  },
  method: {
    froc: 'FROC: sensitivity against false positives a scan (Chakraborty, Med. Phys. 16 (1989) 561–568), mean over rates as in LUNA16 (Setio et al., Med. Image Anal. 42 (2017) 1–13), at locked thresholds, linear between them; variance linearised between patients, on the logit.',
    afroc:
      'AFROC: how often a lesion scores above the surest false mark of a scan without lesions, ties half (Chakraborty and Berbaum, Med. Phys. 31 (2004) 2313–2330); variance linearised between patients, on the logit.',
  },
} as const
