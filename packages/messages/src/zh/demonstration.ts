export const demonstration = {
  help: `npm start -- [选项]

在本机启动一个联盟（一个中心和三家医院），完成一次从申请到签名报告的评价，然后继续提供页面。

  --data 目录     真实 WFDB 记录（.hea .dat）及其注释（.atr），按患者分给各医院；
                  不给出时使用生成的记录，并处处标明为合成数据
  --once          新的一次评价；报告完成后结束，评价完成时退出状态为 0
  --port N        门户端口（4100）；三家医院使用其后三个端口
  --patients N    每家医院生成的患者数（24）
  --directory 目录 全部写入的位置（var）
  --help          本说明

再次启动时，继续未完成的工作，或提供已有的结果。`,
  intro: 'Assay：一次从申请到签名报告的评价。全部内容写在 {{directory}} 之下。',
  programs: '启动中心和三家医院',
  programsUp: '中心和三家医院已启动。门户：{{url}}',
  programRestarted: '{{name}} 自行终止，现已重新启动，工作继续',
  records: '各医院导出记录',
  recordsGenerated: '各医院已有记录：每家 {{patients}} 名患者的合成心电',
  recordsDealt: '各医院已有记录：来自 {{folder}} 的心电，按患者分配',
  people: '运营者、厂商、审评员和三位数据管理员登录',
  hospitalsJoin: '各医院以自己的密钥加入中心',
  fill: '数据管理员接收记录并封存测试集',
  filled: '{{name}}：{{patients}} 名患者，封存 {{cases}} 条记录，隔离 {{quarantined}} 条',
  device: '厂商登记产品',
  deviceRegistered: '厂商已登记 {{name}} {{version}}，软件包 {{digest}}…',
  apply: '厂商申请评价',
  carry: '完成评价',
  state: {
    draft: '{{number}}：厂商提交方案',
    submitted: '{{number}}：审评员阅读并锁定方案',
    returned: '{{number}}：已退回厂商',
    locked: '{{number}}：方案已锁定（{{hash}}…）；数据管理员在本院工作台阅读并批准',
    running: '{{number}}：产品在各医院内运行',
    decided: '{{number}}：已判定，{{verdict}}',
    ended: '{{number}}：未作判定即结束',
  },
  participation: {
    asked: '已询问',
    approved: '已批准',
    refused: '已拒绝',
    running: '运行中，{{progress}} %',
    scored: '已评分；数据管理员查看将要离开的内容',
    released: '已放行并签名',
    withheld: '已扣留',
  },
  verdict: { met: '达到', 'not-met': '未达到', inconclusive: '不能定论', 'not-assessable': '不可评定' },
  report: '取得签名报告',
  reportFetched: '报告位于 {{folder}}',
  notIsolated: '产品在无隔离条件下运行：本机没有 bubblewrap。仅演示允许如此，报告首页已注明。',
  portal: '门户          {{url}}',
  desk: '{{name}}，工作台   {{url}}',
  whoCanLogIn: '可登录的人员',
  login: '{{name}}  密码 {{password}}  地址 {{url}}',
  reportFiles: '报告',
  verifyWith: '核验：npx assay verify {{report}} --trust {{trust}}',
  serving: '页面继续提供。按 Ctrl-C 结束；npm start 可再次提供。',
  stopping: '正在停止。',
  failed: '评价未能完成：{{reason}}',
  wrongWords: '{{reason}}\n选项说明：npm start -- --help',
  dataMissing: '--data {{folder}}：没有这个文件夹。请给出存放 WFDB 记录的文件夹。',
} as const
