export const cli = {
  description: 'Assay：人工智能医疗器械评价（命令行）',
  help: '查看命令及其用法',
  json: '输出 JSON，供程序使用',
  device: {
    description: '供厂商使用：产品软件包',
    pack: {
      description: '由产品文件夹（device.json 和程序文件）制作软件包',
      folder: '含有 device.json 的文件夹',
      output: '要写入的 tar 文件',
      done: '{{name}} {{version}}：已打包到 {{file}}\nsha256 {{digest}}',
    },
  },
  verify: {
    description: '核验报告：签名、哈希、证明，并由各医院放行的内容重新推导每个数值',
    report: 'report.json；同一文件夹中的 PDF 一并核验',
    trust: '您信任的密钥文件；不给出时来源未经核实',
    passed: '通过。全部核验成立，来源可信。',
    unverified: '来源未经核实。全部数值和哈希相互一致，但没有信任文件（--trust），不能表明报告由谁出具。',
    failed: '不通过。{{total}} 项核验中有 {{count}} 项不成立。请勿依据此报告。',
    unreadable: '{{file}}：不是可读取的报告（{{reason}}）。请给出门户提供的 report.json。',
    status: { passed: '成立', failed: '不成立', unverified: '未核实' },
    exit: '退出状态：0 通过；1 不通过；2 用法错误；3 全部成立，但来源未经核实。',
  },
} as const
