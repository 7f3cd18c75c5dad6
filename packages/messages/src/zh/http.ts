export const http = {
  docs: {
    intro: '本服务器提供的接口。供程序使用的形式：',
    parameters: '参数',
    body: '正文',
    answers: '应答',
  },
  help: {
    hospital: `node apps/hospital/src/main.ts --directory 目录 --intake 目录 --name 名称 [选项]

运行一家医院的节点：数据中心，以及供其数据管理员使用的工作台页面。

  --directory 目录 密钥、数据库和文件的位置；不存在则创建
  --intake 目录    可从其下接收数据的文件夹
  --name 名称      医院名称，供他人阅读
  --port N         监听端口（4101）
  --host 主机      监听地址（127.0.0.1）
  --public-url URL 本院人员访问的地址
  --rules 目录     数据须对照的规则文件（*.json）所在的文件夹，代替平台自带的规则
  --workers N      同时运行的病例数（1）
  --executor NAME  产品的运行方式：auto（依次为 bubblewrap、podman、docker）、bubblewrap、podman、docker、
                   slurm、none
  --cluster 文件   使用 --executor slurm 时运行产品的计算集群，以 JSON 描述
  --case-faults N  同一病例连续多少次环境故障后停止运行（3）
  --run-faults N   合计多少次（20）
  --repeat PERCENT 在重新启动后再次运行的病例百分比，用以检验结果是否一致（0）
  --demonstration-device SHA256        唯一可在无隔离条件下运行的产品软件包
  --help           本说明

DATABASE_URL 指定 PostgreSQL 服务器，以代替目录中的数据库；DATABASE_SCHEMA 指定模式。`,
    hub: `node apps/hub/src/main.ts --directory 目录 --name 名称 [选项]

运行中心：门户的服务器。

  --directory 目录  密钥、文件和数据库所在之处；没有则创建
  --name 名称       运行它的机构名称
  --port N          监听端口（4100）；0 表示任取一个空闲端口
  --host 地址       监听地址（127.0.0.1）
  --public-url URL  浏览器和医院访问它的地址（与监听地址不同时）
  --help            本说明

设置 DATABASE_URL 时使用该 PostgreSQL 服务器，而不用目录中的数据库；DATABASE_SCHEMA 指定其中的模式（assay_hub）。`,
  },
} as const
