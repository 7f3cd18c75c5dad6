/** 病灶检测：指标、曲线与方案锁定的规则。 */
export const detection = {
  figure: {
    at: '每例扫描 {{rate}} 个假阳性时的灵敏度',
    mean: '各假阳性率下灵敏度的均值',
    'afroc-area': 'AFROC 曲线下面积',
    sized: '{{figure}}，{{size}}',
  },
  short: { at: '{{rate}} FP 灵敏度', mean: '平均灵敏度' },
  size: {
    below: '小于 {{to}} mm 的病灶',
    between: '{{from}} mm 至小于 {{to}} mm 的病灶',
    from: '{{from}} mm 及以上的病灶',
  },
  subsection: { curve: '检出与误标', bySize: '按病灶大小' },
  curve: {
    x: '每例扫描的假阳性数',
    y: '灵敏度',
    caption:
      '所有医院的 FROC 曲线：每个点为方案锁定的一个分数阈值，以直线相连；假阳性轴按对数拉伸，{{least}} 以左不显示。竖线：方案所要求的灵敏度及其 95 % 区间。',
    none: '未绘制曲线：并非所有计数都离开了医院。',
    label: 'FROC 曲线：{{points}}',
    point: '每例扫描 {{rate}} 个假阳性时 {{sensitivity}}',
  },
  threshold: {
    column: {
      threshold: '分数不低于',
      found: '检出',
      missed: '漏检',
      sensitivity: '灵敏度',
      false: '假阳性',
      rate: '每例扫描',
    },
    all: '任意',
    note: '所有医院的计数：{{scans}} 例扫描中有 {{lesions}} 个病灶。标在无关发现上的标记，以及对已检出病灶的重复标记，均不计。',
  },
  bySize: { size: '大小', lesions: '病灶数', note: '每一行中其他大小的病灶视为无关；假阳性为全部扫描的假阳性。' },
  cell: {
    patients: '患者数',
    lesions: '病灶数',
    scans: '扫描例数',
    clear: '无病灶的扫描例数',
    found: '分数不低于第 {{point}} 个点时检出的病灶数',
    false: '分数不低于第 {{point}} 个点时的假阳性数',
    marked: '分数不低于第 {{point}} 个点时有标记的无病灶扫描例数',
    product: '用于方差的乘积在患者间的总和：{{one}}，乘以：{{other}}',
  },
  rule: {
    radius: '标记与病灶的距离小于病灶半径即为命中；恰为半径时{{boundary}}。',
    distance: '标记与病灶的距离小于 {{limit}} mm 即为命中；恰为该距离时{{boundary}}。',
    'centre-in-truth': '标记的中心落在病灶区域内即为命中；落在边界上时{{boundary}}。',
    'distance-over-size': '标记与病灶的距离除以病灶直径小于 {{limit}} 即为命中；恰为该值时{{boundary}}。',
    'overlap-over-mark': '两者的公共体积除以标记体积大于 {{limit}} 即为命中；恰为该值时{{boundary}}。',
    iou: '两者的交并比大于 {{limit}} 即为命中；恰为该值时{{boundary}}。',
    boundary: { included: '算命中', excluded: '不算命中' },
    luna16: '同一病灶上的标记取分数最高者，一个标记可命中两个病灶。',
    'one-to-one': '按分数从高到低，每个标记取最近的尚未被占用的病灶。',
    duplicates: {
      ignored: '对已命中病灶的其余标记不计。',
      'false-positive': '对已命中病灶的其余标记计为假阳性。',
    },
    precedence: {
      lesion: '同时落在病灶和无关发现上的标记计为命中病灶。',
      irrelevant: '同时落在病灶和无关发现上的标记不计。',
    },
    most: '每例扫描只计分数最高的 {{count}} 个标记。',
    sizes: '仅针对{{size}}；其他病灶视为无关。',
    thresholds: '分数以 {{least}} 至 {{most}} 的 {{count}} 个锁定阈值区分。',
  },
  method: {
    froc: 'FROC：灵敏度对每例扫描的假阳性数（Chakraborty，Med. Phys. 16 (1989) 561–568），按 LUNA16 对各假阳性率取均值（Setio 等，Med. Image Anal. 42 (2017) 1–13），取锁定阈值，阈值间线性插值；方差在患者间线性化，取 logit 尺度。',
    afroc:
      'AFROC：病灶的分数高于无病灶扫描中最高误标分数的频率，相等计一半（Chakraborty 与 Berbaum，Med. Phys. 31 (2004) 2313–2330）；方差在患者间线性化，取 logit 尺度。',
  },
} as const
