export const http = {
  docs: {
    intro: '本服务器提供的接口。供程序使用的形式：',
    parameters: '参数',
    body: '正文',
    answers: '应答',
  },
  help: {
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
