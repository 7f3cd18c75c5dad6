/** What `assay statistics paired` says. */
export const paired = {
  description: '同一批病例上的两个检验：灵敏度与特异度之差、McNemar 检验、界值',
  column: { first: '第一个检验的判断，1 为阳性', second: '第二个检验的判断，1 为阳性' },
  method: '独立病例之差的区间：tango、newcombe',
  mcnemar:
    'McNemar 的 p 值：exact（默认）、mid-p、asymptotic、continuity-corrected；病例聚集于患者时：obuchowski（默认）、durkalski',
  margin: '检验的界值（比例）',
  hypothesisAsked:
    '以 --confidence 余下的一半为水平检验：第一个非劣效（不差于界值；给出界值时的默认）、优效（好于界值，或只是更好）、等效（相差不超过界值）：non-inferiority、superiority、equivalence',
  better: '比例以高为好还是以低为好：higher、lower',
  title: '第一个：{{first}}；第二个：{{second}}',
  first: '第一个',
  second: '第二个',
  difference: '差值',
  discordant: '仅第一个 / 仅第二个',
  tests: '界值',
  hypothesis: '待证明',
  marginColumn: '界值',
  shown: '在 {{alpha}} 水平得证',
  kind: { 'non-inferiority': '非劣效', equivalence: '等效', superiority: '优效' },
  yes: '是',
  no: '否',
  reason: {
    'empty-denominator': '没有病例',
    'too-few-patients': '患者过少',
  },
  note: {
    tango: '区间：Tango 评分区间；病例视为独立。',
    newcombe: '区间：Newcombe 配对法 10；病例视为独立。',
    clustered: '病例聚集于患者：对具有患者间方差的等效独立病例数取 Tango 评分区间，用 t 分布。',
    order: '差值为先出现者减后出现者；p 值为双侧，界值检验为单侧。',
  },
} as const
