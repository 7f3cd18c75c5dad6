import { agreement } from './statistics/agreement.ts'
import { beats } from './statistics/beats.ts'
import { calibration } from './statistics/calibration.ts'
import { compare } from './statistics/compare.ts'
import { froc } from './statistics/froc.ts'
import { looks } from './statistics/looks.ts'
import { meta } from './statistics/meta.ts'
import { overlap } from './statistics/overlap.ts'
import { paired } from './statistics/paired.ts'
import { plan } from './statistics/plan.ts'
import { proportion } from './statistics/proportion.ts'
import { readerStudy } from './statistics/reader-study.ts'
import { roc } from './statistics/roc.ts'

export const cli = {
  description: 'Assay：人工智能医疗器械评价（命令行）',
  help: '查看命令及其用法',
  helpOf: '查看某个命令的作用及其用法',
  title: { usage: '用法：', options: '选项：', commands: '命令：', arguments: '参数：' },
  wrong: {
    unknownOption: '没有选项 {{what}}。',
    unknownCommand: '没有命令 {{what}}。',
    missingArgument: '缺少参数 {{what}}。',
    missingOption: '缺少选项 {{what}}。',
    missingValue: '选项 {{what}} 缺少取值。',
    tooMany: '给出的词多于该命令所需。',
    meant: '您是否想用 {{names}}？',
    help: '请用 --help 查看用法。',
  },
  json: '输出 JSON，供程序使用',
  testSet: {
    description: '在运行中的节点上封存测试集，并申报其用途',
    seal: '将已接收的数据封存为测试集的新版本',
    category: '数据类型，如 ecg',
    task: '该类型的任务，如 beat-classification',
    intake: '仅限该次接收的数据（可重复给出；默认为全部已接受的数据）',
    target:
      '目标人群的 JSON 文件：按分层和取值给出占比，合计为 1，如 {"sex": {"F": 0.5, "M": 0.5}}；分层有 sex、age-band、modality、manufacturer、body-part',
    expires: '测试集可使用的最后一日，如 2028-12-31',
    training: '厂商申报的训练数据的 JSON 文件（可重复给出）：{"device": "…", "contents": ["SHA-256", …]}',
    sealed: '已封存为版本 {{version}}：{{id}}。患者 {{patients}} 名，病例 {{cases}} 例。清单 {{hash}}。',
  },
  verify: {
    description: '核验报告（签名、哈希、证明，并由各医院放行的内容重新推导每个数值）或已签名的质量护照',
    report: 'report.json，或签名护照的 JSON 文件；同一文件夹中的 PDF 一并核验',
    trust: '您信任的密钥文件；不给出时来源未经核实',
    passed: '通过。全部核验成立，来源可信。',
    unverified: '来源未经核实。全部数值和哈希相互一致，但没有信任文件（--trust），不能表明报告由谁出具。',
    failed: '不通过。{{total}} 项核验中有 {{count}} 项不成立。请勿依据此报告。',
    passport: {
      passed: '通过。全部核验成立，签名方可信。',
      unverified: '签名方未经核实。签名后没有改动，但没有信任文件（--trust），不能表明由谁签名。',
      failed: '不通过。{{total}} 项核验中有 {{count}} 项不成立。请勿依据此护照。',
    },
    unreadable: '{{file}}：无法读取（{{reason}}）。请给出门户提供的 report.json，或护照的签名文件。',
    status: { passed: '成立', failed: '不成立', unverified: '未核实' },
    exit: '退出状态：0 通过；1 不通过；2 用法错误；3 全部成立，但来源未经核实。',
  },
  statistics: {
    description: '由表格重新计算任何指标：区间、检验、面积及其依据',
    list: '列出各方法，每行一个',
    table: 'CSV（逗号、分号或制表符）或 Parquet，每行一个病例；- 表示标准输入',
    columnNeeded: '{{what}}：列名（默认：{{name}}）',
    columnOptional: '{{what}}：列名（若有名为 {{name}} 的列则使用）',
    positive: '视为阳性的标签；其余均为阴性',
    confidence: '区间的置信水平',
    seed: '随机数种子：同一种子在任何机器上得到相同数字',
    help: '退出状态：0 已计算；1 表格不符；2 命令有误。各指标的定义与核对依据见 docs/statistics.md。',
    failed: '{{count}} 个输出失败；每个均按错误答案计。',
    clusters: '病例聚集于 {{clusters}} 名患者，相当于 {{effective}} 名等量患者。',
    reason: {
      'empty-class': '有一类没有病例',
      'empty-denominator': '分母为零',
      'no-variance': '无：计数为 0，或没有变异',
      'too-few-patients': '患者过少',
    },
    proportion,
    replicates: '自助法重复次数',
    roc,
    paired,
    column: {
      case: '病例',
      patient: '患者，其病例构成一个群',
      site: '医院',
      stratum: '患者抽样所在的层',
      group: '病例所在的组，用于组间比较',
      weight: '设计权重，大于 0',
      truth: '病例的真值，1 为患病',
      call: '产品的判断，1 为阳性；输出失败则为空',
      score: '产品的评分，越高越可能患病；输出失败则为空',
    },
    calibration,
    agreement,
    froc,
    beats,
    overlap,
    meta,
    'reader-study': readerStudy,
    plan,
    looks,
    compare,
    result: {
      figure: '指标',
      estimate: '估计值',
      interval: '{{level}} 区间',
      method: '方法',
      cases: '病例数',
      patients: '患者数',
      test: '检验',
      p: 'p 值',
      standardError: '标准误',
      none: '—',
    },
  },
} as const
